// The matching meeting while the network comes and goes: the screen answers at once, and what was tapped waits in a
// queue (ids and answers, never a name) that is sent in order until it has arrived. Without this file each tap is a
// plain POST. The server's card is always the truth: what it answers takes the place of what the screen guessed.

const deck = document.querySelector("[data-deck]");
const line = deck.querySelector("[data-line]");
const undo = deck.querySelector("[data-undo]");
const SLOWEST = 15000, PATIENCE = 10000, DOUBLE_TAP = 400; // milliseconds

// --- what is shown: the same words as the server's (data-stage, data-at, data-end) ---------------------------------
const cards = () => [...deck.querySelectorAll("[data-card]")];
const cardOf = (guest) => deck.querySelector(`[data-card="${guest}"]`);
const shownCard = () => cards().find((card) => !card.hidden);
const proposals = (card) => [...card.querySelectorAll("[data-activity]")];
const current = (card) => (card.dataset.standing === "closed" ? undefined : proposals(card).find((each) => each.dataset.stage));
const standing = (card) => {
  const stage = current(card)?.dataset.stage;
  return stage ? `${stage} ${current(card).dataset.activity}` : ["closed", "no_form"].find((each) => each === card.dataset.standing) ?? "nothing_fits";
};

function arrange(card) {
  const now = standing(card), proposal = current(card);
  for (const each of proposals(card)) {
    each.hidden = each !== proposal;
    for (const part of each.querySelectorAll("[data-at]")) part.hidden = part.dataset.at !== each.dataset.stage;
  }
  for (const end of card.querySelectorAll("[data-end]")) end.hidden = end.dataset.end !== now;
  const undecided = /^(suggested|offered) /.test(now);
  for (const word of card.querySelectorAll("[data-while]")) word.hidden = (word.dataset.while === "undecided") !== undecided;
}

function show(card, heading = "h1") {
  for (const each of cards()) each.hidden = each !== card;
  history.replaceState(null, "", card.dataset.url);
  [...card.querySelectorAll(heading)].find((each) => each.checkVisibility())?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

const read = (html) => new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-card]");

// What others can no longer be offered leaves their cards.
function forget(fresh) {
  for (const last of fresh.querySelectorAll("[data-last]:not([data-stage=suggested])"))
    for (const each of deck.querySelectorAll(`[data-activity="${last.dataset.activity}"][data-stage=suggested]`)) {
      each.dataset.stage = "";
      arrange(each.closest("[data-card]"));
    }
}

// --- what a tap does to the screen ---------------------------------------------------------------------------------
const DOES = {
  offer: (card, proposal) => { proposal.dataset.stage = "offered"; },
  yes: (card, proposal) => { proposal.dataset.stage = "accepted"; },
  no: (card, proposal, tap) => { proposal.dataset.stage = ""; if (tap.wants === "no") card.dataset.standing = "closed"; },
  take_back: (card, proposal) => { proposal.dataset.stage = ""; },
};
const past = []; // what "Ångra" leads back to: the tap before, and the card as it was
let tappedAt = -DOUBLE_TAP;

deck.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.timeStamp - tappedAt < DOUBLE_TAP) return; // the second press would hit the button that has just come
  tappedAt = event.timeStamp;
  const data = new FormData(event.target);
  if (event.submitter?.name) data.set(event.submitter.name, event.submitter.value);
  data.delete("csrfmiddlewaretoken");
  const tap = { ...Object.fromEntries(data), key: crypto.randomUUID() };
  const url = event.target.getAttribute("action");
  if (event.target === undo) takeBack();
  else {
    const card = event.target.closest("[data-card]");
    past.push({ action: undo.getAttribute("action"), undoes: undo.elements.undoes.value, hidden: undo.hidden, guest: card.dataset.card, before: card.outerHTML });
    undo.setAttribute("action", url);
    undo.elements.undoes.value = tap.key;
    undo.hidden = false;
    card.querySelector("[data-refusal]").replaceChildren();
    DOES[tap.event](card, current(card), tap);
    arrange(card);
    show(card, "h2");
  }
  put({ url, tap });
});

function takeBack() {
  const last = past.pop();
  undo.hidden = last?.hidden ?? true;
  if (!last) return; // it was tapped before this page was opened: the server's card will show it
  if (last.action) undo.setAttribute("action", last.action);
  undo.elements.undoes.value = last.undoes;
  const card = read(last.before)[0];
  for (const folded of card.querySelectorAll("details")) folded.open = false;
  cardOf(last.guest).replaceWith(card);
  arrange(card);
  show(card, "h2");
}

deck.addEventListener("click", (event) => {
  const card = cardOf(event.target.closest("[data-go]")?.dataset.go);
  if (card) { event.preventDefault(); show(card); }
});

// --- the queue -----------------------------------------------------------------------------------------------------
const queue = () => JSON.parse(sessionStorage.getItem(deck.dataset.deck) ?? "[]");
const keep = (taps) => sessionStorage.setItem(deck.dataset.deck, JSON.stringify(taps));
let busy = false, fails = 0, timer, stopped = false;

function say(words) {
  const waiting = queue().length;
  if (waiting && !stopped) {
    words = deck.dataset.saving;
    if (fails || !navigator.onLine) words = waiting === 1 ? deck.dataset.waitsOne : deck.dataset.waits.replace("{n}", waiting);
  }
  line.toggleAttribute("data-waits", waiting > 0);
  if (words && line.textContent !== words) line.textContent = words;
}

function put(entry) {
  keep([...queue(), entry]);
  say();
  send();
}

async function send() {
  const [entry] = queue();
  if (busy || stopped || !entry) return;
  busy = true;
  clearTimeout(timer);
  const answer = await ask(entry.url, {
    method: "POST",
    body: new URLSearchParams(entry.tap),
    headers: { "X-CSRFToken": undo.elements.csrfmiddlewaretoken.value, "X-Queue": "1" },
  });
  busy = false;
  if (!answer) { fails += 1; say(); timer = setTimeout(send, Math.min(1000 * 2 ** (fails - 1), SLOWEST)); return; }
  fails = 0;
  if (answer.logIn || answer.status === 403) { stopped = true; say(deck.dataset.stopped); return; }
  keep(queue().slice(1));
  if (answer.ok) arrived(entry, answer.cards[0]);
  else refused(entry, answer.cards[0]);
  send();
}

// The answer with its cards; nothing where the network or the server was away, or something between answered in its place.
async function ask(url, options) {
  try {
    const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status >= 500 || answer.status === 429) return undefined;
    const ok = answer.ok && !answer.redirected;
    const logIn = answer.redirected && new URL(answer.url).pathname.startsWith("/konto/");
    const cards = [...read(await answer.text())];
    return ok && !cards.length ? undefined : { ok, status: answer.status, logIn, cards };
  } catch {
    return undefined;
  }
}

function arrived(entry, fresh) {
  say(deck.dataset.saved.replace("{time}", fresh.dataset.savedAt));
  forget(fresh);
  const old = cardOf(fresh.dataset.card);
  if (queue().some((each) => each.url === entry.url)) return; // more is on its way about the same person
  const same = old && standing(old) === standing(fresh);
  if (same && !old.hidden) return; // what is under a finger stays as it is
  const leads = old ? !old.hidden : false;
  place(fresh, old);
  if (entry.tap.event === "undo" || leads) show(fresh, "h2");
}

function refused(entry, fresh) {
  keep(queue().filter((each) => each.url !== entry.url)); // what followed built on it
  past.splice(0, past.length, ...past.filter((each) => each.guest !== fresh?.dataset.card));
  undo.hidden = true; // until the next tap
  if (!fresh) return say(deck.dataset.lost);
  forget(fresh);
  place(fresh, cardOf(fresh.dataset.card));
  show(fresh);
  line.textContent = "";
  say();
}

function place(fresh, old) {
  fresh.hidden = true;
  if (old) old.replaceWith(fresh);
  else deck.querySelector("[data-cards]").append(fresh);
}

// --- everybody into the document, as soon as the network lets us ----------------------------------------------------
async function fetchEverybody(attempt = 0) {
  const answer = await ask(deck.dataset.everybody, {});
  if (!answer) { setTimeout(fetchEverybody, Math.min(1000 * 2 ** attempt, SLOWEST), attempt + 1); return; }
  for (const fresh of answer.ok ? answer.cards : []) if (!cardOf(fresh.dataset.card)) place(fresh);
  deck.toggleAttribute("data-ready", true);
}

addEventListener("online", () => { fails = 0; send(); });
addEventListener("offline", () => say());
addEventListener("beforeunload", (event) => { if (queue().length) event.returnValue = event.preventDefault() ?? "unsent"; });
say();
send();
fetchEverybody();
