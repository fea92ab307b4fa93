// A session that ends takes nothing with it: it says so ten minutes before, and what is sent after it has ended waits on
// the page until the same person is logged in again. Nothing typed is kept anywhere but in the page itself.

const { session: url, user } = document.querySelector("script[data-session]").dataset;
const [ends, over] = ["session-ends", "session-over"].map((id) => document.getElementById(id));
const tokens = () => document.querySelectorAll("[name=csrfmiddlewaretoken]");
const open = (dialog) => { if (!dialog.open) dialog.showModal(); };
const FIRST = 60, WARNS = 600; // seconds: when a page first asks, and how long before the end it warns
let timer;

// Seconds left to whoever opened this page; nothing where no answer came. A log-in has changed the token of every form.
async function left(method = "GET") {
  let session;
  try {
    session = await (await fetch(url, { method, headers: { "X-CSRFToken": tokens()[0].value } })).json();
  } catch {
    return undefined;
  }
  if (String(session.user) !== user) {
    ends.close();
    open(over);
    return 0;
  }
  over.close();
  for (const field of tokens()) field.value = session.token;
  return session.seconds;
}

async function watch() {
  clearTimeout(timer);
  const seconds = await left();
  if (seconds === 0) return;
  if (seconds <= WARNS) open(ends);
  timer = setTimeout(watch, 1000 * (1 + (seconds > WARNS ? seconds - WARNS : seconds ?? FIRST)));
}
timer = setTimeout(watch, 1000 * FIRST);
document.addEventListener("visibilitychange", () => { if (!document.hidden) left(); });
ends.querySelector("[data-renew]").addEventListener("click", async () => {
  if (!(await left()) || !(await left("POST"))) return; // the first has the token that the second needs
  ends.close();
  watch();
});

// What is sent asks first. Where no answer comes it goes its way: the browser says itself that the network is away.
// The attribute, since `form.method` is the field of that name where a form has one.
const asked = new WeakSet();
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method") !== "post" || form.matches("[hx-post]") || asked.delete(form)) return;
  event.preventDefault();
  const seconds = await left();
  delete form.dataset.sent; // of vida.js: this press has sent nothing yet
  if (seconds === 0) return;
  asked.add(form);
  form.requestSubmit(event.submitter);
});

// The parts of a page that are fetched are led to the log-in, which belongs in no list.
document.addEventListener("htmx:beforeSwap", async (event) => {
  if (!new URL(event.detail.xhr.responseURL || location).pathname.startsWith("/konto/") || location.pathname.startsWith("/konto/")) return;
  event.detail.shouldSwap = false;
  if (await left()) location.reload();
});
document.addEventListener("htmx:responseError", () => left());
