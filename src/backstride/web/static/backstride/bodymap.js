// Where it hurts. The radios of the form hold what is marked; the figure shows and changes them, and each change is saved.

const STRENGTHS = ["none", "some", "strong"];
const WAIT_MS = 600;
const AHEAD = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const ROW_PX = 60;

const form = document.querySelector("[data-body-map]");
const words = form.dataset;

// ---- saving

let dirty = false;
let sending = false;
let saving = Promise.resolve(true);
let timer = 0;
let lost = false;

function say(text) {
  const place = form.querySelector("[data-kept]");
  if (place.textContent === text) return;
  place.textContent = text;
  if (text === words.saved) place.prepend(form.querySelector("#tick").content.cloneNode(true));
}

async function send() {
  if (!dirty) return true;
  sending = true;
  try {
    return await post();
  } finally {
    sending = false;
  }
}

async function post() {
  dirty = false;
  const body = new FormData(form);
  body.set("autosave", "1");
  let reply;
  try {
    reply = await fetch(location.pathname, { method: "POST", body, redirect: "error", headers: { Accept: "application/json" } });
    if (reply.status >= 500) throw new Error();
  } catch {
    dirty = true;
    // Said once, until it is saved again.
    if (!lost) say(words.lost);
    lost = true;
    return false;
  }
  const told = await reply.json().catch(() => ({}));
  if (told.go) location.assign(told.go);
  else if (reply.ok) {
    form.elements.version.value = told.version;
    lost = false;
    if (!dirty) say(words.saved);
  }
  // Another window saved first, or we are no longer signed in: the whole page says so.
  else form.submit();
  return reply.ok;
}

function save() {
  clearTimeout(timer);
  saving = saving.then(send);
  return saving;
}

function changed() {
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(save, WAIT_MS);
}

form.addEventListener("change", changed);
addEventListener("online", () => dirty && save());
// A page that comes back from memory may show what another page has changed since.
addEventListener("pageshow", (event) => event.persisted && location.reload());

async function whenSaved(go) {
  if (!(await save())) say(words.unsaved);
  else go();
}

form.addEventListener("submit", (event) => {
  // Nothing waits to be saved: the form goes as any form does.
  if (event.submitter?.dataset.ready || (!dirty && !sending)) return;
  event.preventDefault();
  const by = event.submitter ?? form.querySelector(".button.main");
  whenSaved(() => {
    by.dataset.ready = "1";
    form.requestSubmit(by);
    delete by.dataset.ready;
  });
});

document.querySelector("main").addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !dirty || link.hash || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  whenSaved(() => location.assign(link.href));
});

// ---- the figure

const figure = form.querySelector(".bm-figure");
if (figure) drive();

function drive() {
  const numb = form.classList.contains("bm-numb");
  const places = [...figure.querySelectorAll(".bm-place")];
  const names = new Map(places.map((place) => [place.dataset.place, place.dataset.name]));
  const chips = form.querySelector(".bm-chips");
  const cross = form.querySelector("#cross");
  let latest = [];
  let all = false;

  const strengthOf = (region) => form.elements[region].value;
  const wordFor = (region) => {
    const strength = strengthOf(region);
    if (strength === "none") return words.cleared;
    return form.querySelector(`input[name="${region}"][value="${strength}"]`).labels[0].textContent;
  };

  function mark(region, strength) {
    form.elements[region].value = strength;
    latest = [region, ...latest.filter((other) => other !== region)];
    paint(region);
    listChips();
    form.querySelector("[data-said]").textContent = `${names.get(region)}: ${wordFor(region)}`;
    changed();
  }

  const next = (region) => STRENGTHS[(STRENGTHS.indexOf(strengthOf(region)) + 1) % STRENGTHS.length];

  function paint(region) {
    const strength = strengthOf(region);
    for (const place of places) {
      if (place.dataset.place !== region) continue;
      const on = strength !== "none";
      const name = names.get(region);
      place.setAttribute("class", `bm-place ${strength}`);
      place.setAttribute("aria-checked", on);
      place.setAttribute("aria-label", on ? `${name}: ${wordFor(region)}` : name);
      if (numb && on) place.setAttribute("fill", `url(#dots-${place.id.split("-", 1)}-${strength})`);
      else place.removeAttribute("fill");
    }
  }

  function button(text, name) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", name);
    const item = document.createElement("li");
    item.append(made);
    chips.append(item);
    return made;
  }

  // On a phone the newest places that fit into one row stand there, and how many more there are.
  function listChips() {
    const marked = latest.filter((region) => strengthOf(region) !== "none");
    const least = all || !matchMedia("(max-width: 999px)").matches ? marked.length : 1;
    for (let count = marked.length; count >= least; count -= 1) {
      chipsFor(marked, count);
      if (chips.offsetHeight <= ROW_PX) break;
    }
  }

  function chipsFor(marked, count) {
    chips.replaceChildren();
    for (const region of marked.slice(0, count)) {
      const text = `${names.get(region)} · ${wordFor(region)}`;
      const made = button(text, `${text}, ${words.remove}`);
      made.append(cross.content.cloneNode(true));
      made.addEventListener("click", () => {
        mark(region, "none");
        (chips.querySelector("button") ?? figure).focus();
      });
    }
    const hidden = marked.length - count;
    if (!hidden && !(all && marked.length > 1)) return;
    const more = button(hidden ? `+${hidden}` : "–", hidden ? `+${hidden}: ${words.more}` : words.fewer);
    more.setAttribute("aria-expanded", all);
    more.addEventListener("click", () => {
      all = !all;
      listChips();
      chips.querySelector("[aria-expanded]")?.focus();
    });
  }

  // ---- views

  const tabs = [...figure.querySelectorAll("[role=tab]")];
  const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

  function open(tab) {
    for (const other of tabs) {
      const on = other === tab;
      other.setAttribute("aria-selected", on);
      other.tabIndex = on ? 0 : -1;
      panelOf(other).hidden = !on;
    }
  }

  for (const [at, tab] of tabs.entries()) {
    tab.addEventListener("click", () => open(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const to = tabs[(at + step + tabs.length) % tabs.length];
      open(to);
      to.focus();
    });
  }

  // ---- places: one tab stop a view, arrows go to the nearest place that way

  const middle = (place) => {
    const box = place.getBBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };

  function nearest(from, others, [dx, dy]) {
    const [x, y] = middle(from);
    let best = null;
    let least = Infinity;
    for (const other of others) {
      const [ox, oy] = middle(other);
      const along = (ox - x) * dx + (oy - y) * dy;
      const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
      if (along > 1 && along + 2 * aside < least) [best, least] = [other, along + 2 * aside];
    }
    return best;
  }

  // Listeners stand on the panel: an SVG with one for focus becomes a tab stop itself.
  for (const view of figure.querySelectorAll(".bm-view")) {
    const own = [...view.querySelectorAll(".bm-place")];
    const ring = view.querySelector(".bm-ring");
    const stop = (place) => own.forEach((other) => other.setAttribute("tabindex", other === place ? 0 : -1));
    stop(own.find((place) => strengthOf(place.dataset.place) !== "none") ?? own.find((place) => place.dataset.place.startsWith("low_back")) ?? own[0]);
    view.addEventListener("click", (event) => {
      const place = event.target.closest(".bm-place");
      if (!place) return;
      stop(place);
      mark(place.dataset.place, next(place.dataset.place));
    });
    view.addEventListener("keydown", (event) => {
      const place = event.target.closest(".bm-place");
      if (!place || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === " ") mark(place.dataset.place, next(place.dataset.place));
      else if (event.key in AHEAD) nearest(place, own, AHEAD[event.key])?.focus();
      else return;
      event.preventDefault();
    });
    view.addEventListener("focusin", (event) => {
      if (!own.includes(event.target)) return;
      stop(event.target);
      if (event.target.matches(":focus-visible")) ring.setAttribute("d", event.target.getAttribute("d"));
    });
    view.addEventListener("focusout", () => ring.setAttribute("d", ""));
  }

  latest = [...names.keys()].filter((region) => strengthOf(region) !== "none");
  latest.forEach(paint);
  listChips();
}
