// The little that HTML cannot do by itself. Every page works without this file.

// Menus (details) close on Escape and on a press outside.
const openMenus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (event) => {
  openMenus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  openMenus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
});

// Dialogs: a button names the dialog that it opens; the page itself works as a link without JavaScript.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog) { event.preventDefault(); dialog.showModal(); }
});

// A text with a limit says how much is left. The words come from the server, in the reader's language.
function count(field) {
  const counter = document.getElementById(field.id + "_counter");
  if (!counter) return;
  const left = Number(field.dataset.limit) - [...field.value].length;
  counter.toggleAttribute("data-over", left < 0);
  counter.textContent = (left < 0 ? counter.dataset.over : counter.dataset.left).replace("{n}", Math.abs(left));
}
const countAll = () => document.querySelectorAll("[data-limit]").forEach(count);
document.addEventListener("input", (event) => { if (event.target.matches("[data-limit]")) count(event.target); });
document.addEventListener("DOMContentLoaded", countAll);
document.addEventListener("htmx:load", countAll);

// A second press on the same button sends nothing twice.
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("method") !== "post" || event.target.matches("[hx-post]")) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
  setTimeout(() => delete event.target.dataset.sent, 4000); // an answer that is a file leaves the page where it was
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// A part of the page that cannot be fetched says so.
const sayWrong = () => document.querySelector(".messages")?.replaceChildren(document.getElementById("went-wrong").content.cloneNode(true));
document.addEventListener("htmx:responseError", sayWrong);
document.addEventListener("htmx:sendError", sayWrong);
