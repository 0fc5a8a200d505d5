"""Watch files among files and folders."""

import pytest

from backstride.recording import WatchFileError, find


@pytest.fixture
def folder(tmp_path):
    for name in (
        "b.fit",
        "a.GPX",
        "sub/deep/c.tcx.gz",
        "sub/D.Fit.gz",
        "notes.txt",
        "photo.jpg",
        ".hidden.fit",
        "x.gz",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def names(paths, folder):
    return [path.relative_to(folder).as_posix() for path in paths]


def test_a_folder_is_searched_to_the_bottom_and_sorted(folder):
    assert names(find([folder]), folder) == ["a.GPX", "b.fit", "sub/D.Fit.gz", "sub/deep/c.tcx.gz"]


def test_a_file_given_by_name_is_taken_whatever_its_ending(folder):
    assert names(find([folder / "notes.txt", folder / "b.fit"]), folder) == ["notes.txt", "b.fit"]


def test_each_file_is_found_once(folder):
    assert names(find([folder / "sub", folder, folder / "b.fit"]), folder) == [
        *("sub/D.Fit.gz", "sub/deep/c.tcx.gz", "a.GPX", "b.fit"),
    ]


def test_nothing_given_finds_nothing():
    assert find([]) == []


def test_a_path_that_is_not_there_is_named(folder):
    with pytest.raises(WatchFileError, match=r"gone: there is no such file or folder"):
        find([folder / "gone"])


def test_a_folder_without_watch_files_is_named(folder):
    (folder / "empty").mkdir()
    with pytest.raises(WatchFileError, match=r"empty: no watch file in this folder \(looked for \.fit, \.gpx, \.tcx"):
        find([folder / "empty"])


def test_a_folder_that_cannot_be_searched_is_named(folder, monkeypatch):
    import os

    def deny(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", deny)
    with pytest.raises(WatchFileError, match=r"it cannot be read \(Permission denied\)"):
        find([folder])
