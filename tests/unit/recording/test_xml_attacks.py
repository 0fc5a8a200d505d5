"""XML made to exhaust or to pry."""

import time
import tracemalloc

import pytest

from backstride.recording import WatchFileError

POINT = '<trkpt lat="47" lon="8"><time>2026-11-01T06:00:00Z</time><name>{}</name></trkpt>'


def gpx(name, doctype=""):
    return f"<?xml version='1.0'?>{doctype}<gpx><trk><trkseg>{POINT.format(name)}</trkseg></trk></gpx>"


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = gpx("&a9;", f'<!DOCTYPE gpx [<!ENTITY a0 "ha">{BOMB}]>')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_an_entity_bomb_is_refused(read, encoding):
    with pytest.raises(WatchFileError, match=r"^bomb\.gpx: character \d+: a '<!ENTITY' declaration"):
        read(LAUGHS.encode(encoding), "bomb.gpx")


def test_an_encoding_that_hides_markup_is_refused(read):
    # In UTF-7 "<" may be written "+ADw-", in EBCDIC it is another byte.
    hidden = LAUGHS.split("?>", 1)[1].replace("<", "+ADw-").encode()
    with pytest.raises(WatchFileError, match="no XML element"):
        read(b"<?xml version='1.0' encoding='utf-7'?>" + hidden)
    with pytest.raises(WatchFileError, match="unknown text encoding 'cp037'"):
        read(b"<?xml version='1.0' encoding='cp037'?>" + LAUGHS.split("?>", 1)[1].encode("cp037"))


def test_no_other_file_is_pulled_in(read, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("150")
    doctype = f'<!DOCTYPE gpx [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    with pytest.raises(WatchFileError, match="ENTITY"):
        read(gpx("&x;", doctype).encode())


def test_an_external_document_type_is_not_fetched(read, tmp_path):
    types = tmp_path / "types.dtd"
    types.write_text('<!ENTITY x "150">')
    (run,) = read(gpx("x", f'<!DOCTYPE gpx SYSTEM "{types.as_uri()}">').encode())
    assert run.samples.height == 1


def test_a_reference_to_an_unknown_entity_is_not_followed(read):
    with pytest.raises(WatchFileError):
        read(gpx("&x;").encode())


def test_long_lists_of_attribute_declarations_are_refused_before_they_are_parsed(read):
    declarations = " ".join(f'a{n} CDATA "v"' for n in range(400_000))
    with pytest.raises(WatchFileError, match="ATTLIST"):
        read(gpx("x", f"<!DOCTYPE gpx [<!ATTLIST gpx {declarations}>]>").encode())


def test_deep_nesting_is_refused(read):
    with pytest.raises(WatchFileError, match=r"^morning: .*depth"):
        read(b"<gpx>" + b"<a>" * 200_000)


def test_a_huge_attribute_is_refused(read):
    with pytest.raises(WatchFileError, match="character 1: a tag without an end"):
        read(b'<gpx a="' + b"x" * 50_000_000 + f'">{gpx("x")[27:]}'.encode())


def test_refusing_a_huge_attribute_takes_little_memory(read):
    data = b'<gpx a="' + b"x" * 50_000_000 + b'"><trk/></gpx>'
    tracemalloc.start()
    try:
        with pytest.raises(WatchFileError):
            read(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 200 * 2**20


def test_a_million_attributes_are_no_trouble(read):
    attributes = " ".join(f'a{n}="v"' for n in range(200_000))
    (run,) = read(gpx("x").replace("<gpx>", f"<gpx {attributes}>").encode())
    assert run.samples.height == 1


def test_the_sentence_about_damage_stays_one_line(read):
    # The parser quotes the broken text, line breaks and all.
    with pytest.raises(WatchFileError) as refused:
        read(b"<gpx>\n<!-- TODO\n- - O >\n<trk>\n</trk></gpx>")
    assert "\n" not in str(refused.value)


MANY = POINT.format("x") * 200
"""Points alike, so that they are read many at once and only the rest reaches the parser."""


@pytest.mark.parametrize(
    "attack",
    [
        LAUGHS.replace("<trkpt", MANY + "<trkpt", 1),
        f"<!DOCTYPE gpx [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><gpx><trk><trkseg>{MANY}&x;</trkseg></trk></gpx>",
        f"<gpx><trk>{'<a>' * 200_000}<trkseg>{MANY}",
        f"<gpx><trk><trkseg>{'<trkpt>' * 200_000}{MANY}",
        f"<gpx><trk><trkseg><!--{MANY * 50}--></trkseg></trk></gpx>",
        f"<trk><trkseg>{MANY}</trkseg></trk><gpx/>",
        f"<gpx><trk><trkseg>{MANY.replace('time', 'tim&#101;')}</trkseg></trk></gpx>",
        "<gpx><trk><trkseg>" + "".join(f"<trkpt><a{n}>7</a{n}></trkpt>" for n in range(6_000)),
    ],
    ids=["bomb", "other file", "deep", "points in points", "comment", "root", "tag by number", "all unlike"],
)
def test_points_beside_an_attack_do_not_let_it_in(read, attack):
    began = time.process_time()
    with pytest.raises(WatchFileError):
        read(attack.encode())
    assert time.process_time() - began < 1


def test_many_points_beside_a_huge_attribute_take_little_memory(read):
    data = b'<gpx a="' + b"x" * 30_000_000 + f'"><trk><trkseg>{MANY}</trkseg></trk></gpx>'.encode()
    tracemalloc.start()
    try:
        with pytest.raises(WatchFileError, match="a tag without an end"):
            read(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 200 * 2**20


def test_tags_without_end_take_no_more_memory_than_others(read):
    # Where a tag begins is noted in eight bytes for each, so only for a part of the text at a time.
    data = f"<gpx><trk><trkseg>{POINT.format('x')}".encode() + b"<" * 20_000_000
    tracemalloc.start()
    try:
        read(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * len(data)
