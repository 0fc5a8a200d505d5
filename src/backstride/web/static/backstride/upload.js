// Files dropped anywhere or chosen go off at once, with a bar; without this script the form sends them by itself.
const form = document.getElementById("upload");
const input = document.getElementById("files");
const problem = document.getElementById("problem");
const sent = form.querySelector("[data-sent]");
const bar = sent.querySelector("progress");
const line = sent.querySelector("[role=status]");
const words = form.dataset;
const MB = 1e6;
let under = null;

for (const each of form.querySelectorAll("[data-scripted]")) each.hidden = false;
form.querySelector("[data-plain]").hidden = true;
input.hidden = true;

function say(text) {
  const card = document.createElement("section");
  card.className = "card warn";
  card.setAttribute("role", "alert");
  const head = document.createElement("h2");
  head.textContent = words.head;
  const body = document.createElement("p");
  body.textContent = text;
  card.append(head, body);
  problem.replaceChildren(card);
  problem.focus();
}

function busy(yes) {
  sent.hidden = !yes;
  for (const each of form.querySelectorAll("[data-choose], [data-folder]")) each.disabled = yes;
}

function told(done, total) {
  bar.value = total ? (100 * done) / total : 0;
  const text = done < total
    ? words.sending.replace("{done}", Math.floor(done / MB)).replace("{total}", Math.ceil(total / MB))
    : words.kept;
  // A reader of the screen hears each tenth, not each packet.
  const tenth = String(Math.floor(bar.value / 10));
  if (line.dataset.tenth !== tenth) {
    line.dataset.tenth = tenth;
    line.textContent = text;
  }
}

function send(files) {
  if (under || !files.length) return;
  if (files.length > Number(words.most)) return say(words.many.replace("{most}", words.most));
  problem.replaceChildren();
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const file of files) data.append("files", file, file.name);
  under = new XMLHttpRequest();
  under.open("POST", form.action);
  under.responseType = "document";
  under.upload.onprogress = (event) => told(event.loaded, event.total);
  under.onload = () => {
    const page = under.response;
    if (under.status < 400) return location.assign(under.responseURL);
    const theirs = page && (page.querySelector("#problem p") || page.querySelector("main p"));
    say(theirs ? theirs.textContent : words.lost);
  };
  under.onerror = () => say(words.lost);
  under.onloadend = () => {
    if (under.status && under.status < 400) return;
    under = null;
    busy(false);
    input.value = "";
  };
  line.dataset.tenth = "";
  busy(true);
  told(0, 1);
  under.send(data);
}

const ours = (name) => !name.startsWith(".") && words.endings.split(" ").some((end) => name.toLowerCase().endsWith(end));

function sendFolder(files) {
  const from = files.filter((file) => ours(file.name));
  if (!from.length) return say(words.none);
  send(from);
}

input.addEventListener("change", () => send([...input.files]));
form.querySelector("[data-choose]").addEventListener("click", () => input.click());
form.querySelector("[data-stop]").addEventListener("click", () => under && under.abort());
form.querySelector("[data-folder]").addEventListener("click", () => {
  const folder = document.createElement("input");
  folder.type = "file";
  folder.webkitdirectory = true;
  folder.addEventListener("change", () => sendFolder([...folder.files]));
  folder.click();
});

// Files of a folder that was dropped; a folder tells its files a hundred at a time.
async function within(entry) {
  if (entry.isFile) return [await new Promise((yes, no) => entry.file(yes, no))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((yes, no) => reader.readEntries(yes, no));
    if (!some.length) return found;
    for (const each of some) found.push(...(await within(each)));
  }
}

const over = (yes) => document.body.classList.toggle("over", yes);
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  over(true);
});
document.addEventListener("dragleave", (event) => event.relatedTarget || over(false));
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  over(false);
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
  const folders = entries.filter((entry) => entry.isDirectory);
  if (!folders.length) return send([...event.dataTransfer.files]);
  const found = [];
  for (const entry of entries) found.push(...(await within(entry)).filter((file) => entry.isFile || ours(file.name)));
  return found.length ? send(found) : say(words.none);
});
