// An answer that could not be saved is said on the page where it stands; the page keeps what was chosen or written.

function say(reasons) {
  const form = document.querySelector("form.question");
  if (!form) return;
  const card = document.getElementById("unsaved").content.firstElementChild.cloneNode(true);
  for (const reason of reasons) {
    const line = document.createElement("p");
    line.textContent = reason;
    card.append(line);
  }
  // Said once: a second try that fails says it in the same place.
  document.getElementById("problem")?.remove();
  form.before(card);
  card.focus();
}

// What the server says of its own fault, such as a full disk or a number to refer to.
async function reasonsOf(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return [...page.querySelectorAll("main p")].filter((line) => !line.querySelector("a")).map((line) => line.textContent);
}

document.addEventListener("htmx:error", () => say([]));
document.addEventListener("htmx:before:response", (event) => {
  const answer = event.detail.ctx.response;
  if (answer.status < 500) return;
  event.preventDefault();
  reasonsOf(answer.raw).catch(() => []).then(say);
});
