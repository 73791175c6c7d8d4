// The page of `anthology watch`. It asks only the machine it came from, and puts no text into the page as markup but
// the drawings of pages, which the program has made.
"use strict";

const get = (id) => document.getElementById(id);
const made = (tag, words, name) => {
  const element = document.createElement(tag);
  if (words !== undefined) element.textContent = words;
  if (name) element.className = name;
  return element;
};
let state = { folios: [], sections: [], markers: {} };

/* Pages */

const near = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    target.near = isIntersecting;
    if (isIntersecting) draw(target);
  }
}, { root: get("print"), rootMargin: "1200px" });

async function draw(page) {
  if (page.version === state.version) return;
  const version = page.version = state.version;
  const answer = await fetch(`/sheet/${page.number}?v=${version}`);
  if (!answer.ok || page.version !== version) return;
  const drawing = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
  page.paper.replaceChildren(document.importNode(drawing.documentElement, true));
  page.dataset.version = version;
}

function lay() {
  const print = get("print");
  const pages = [...print.querySelectorAll(".page[data-number]")];
  if (pages.length === state.folios.length && print.two === get("two").checked) {
    pages.forEach((page, at) => { page.folio.textContent = state.folios[at]; });
  } else {
    const kept = topPage();
    print.two = get("two").checked;
    print.replaceChildren();
    near.disconnect();
    const many = state.folios.length;
    for (let left = print.two ? -1 : 0; left < many; left += print.two ? 2 : 1) {
      const spread = made("div", undefined, "spread");
      for (const at of print.two ? [left, left + 1] : [left]) spread.append(page(at));
      print.append(spread);
    }
    if (kept) show(kept.number, kept.down);
  }
  for (const page of print.querySelectorAll(".page[data-number]")) if (page.near) draw(page);
}

function page(at) {
  const page = made("div", undefined, "page");
  const folio = state.folios[at];
  if (folio === undefined) return page;
  page.number = at + 1;
  page.id = `page-${at + 1}`;
  page.dataset.number = at + 1;
  page.paper = made("div", undefined, "paper");
  page.paper.style.aspectRatio = `${state.width} / ${state.height}`;
  page.folio = made("button", folio);
  page.folio.title = "to this page in the EPUB";
  page.folio.addEventListener("click", () => section(state.markers[page.folio.textContent]));
  const foot = made("p");
  foot.append(page.folio);
  page.append(page.paper, foot);
  near.observe(page);
  return page;
}

// The page at the top of the window, and how far down in points the window begins on it.
function topPage() {
  const print = get("print");
  const top = print.getBoundingClientRect().top;
  for (const page of print.querySelectorAll(".page[data-number]")) {
    const box = page.paper.getBoundingClientRect();
    if (box.bottom > top) return { number: page.number, down: Math.max(0, (top - box.top) / box.height) * state.height };
  }
  return null;
}

function show(number, down = 0, mark = false) {
  const page = get(`page-${number}`);
  if (!page) return;
  const print = get("print");
  const box = page.paper.getBoundingClientRect();
  const at = (down / state.height) * box.height;
  const head = mark ? 120 : 0;
  print.scrollTop += box.top + at - print.getBoundingClientRect().top - head;
  if (!mark) return;
  const spot = made("div", undefined, "spot");
  spot.style.top = `${at - 18}px`;
  page.append(spot);
  setTimeout(() => spot.classList.add("gone"), 300);
  setTimeout(() => spot.remove(), 3200);
}

get("print").addEventListener("click", async (event) => {
  const link = event.target.closest("a");
  if (link) {
    const href = link.getAttribute("href");
    if (href.startsWith("#page-")) {
      event.preventDefault();
      show(Number(href.slice(6)), Number(link.dataset.down), true);
    }
    return;
  }
  const page = event.target.closest(".page[data-number]");
  if (!page || !event.target.closest(".paper")) return;
  const box = page.paper.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * state.width;
  const y = ((event.clientY - box.top) / box.height) * state.height;
  const answer = await fetch(`/source?page=${page.number}&x=${x.toFixed(1)}&y=${y.toFixed(1)}`);
  if (!answer.ok) { get("place").textContent = ""; return; }
  const place = await answer.json();
  get("place").textContent = `${place.file}:${place.line}:${place.column}  ${place.says.trim()}`;
});

get("zoom").addEventListener("input", () => {
  const kept = topPage();
  document.documentElement.style.setProperty("--page", `${get("zoom").value}px`);
  if (kept) show(kept.number, kept.down);
});
get("two").addEventListener("change", lay);

/* The EPUB */

const frame = get("epub");
const current = () => decodeURIComponent((frame.contentWindow?.location.pathname ?? "").replace(/^\/epub\//, ""));

function section(href) {
  if (!href) return;
  const [name, anchor] = href.split("#");
  frame.keep = null;
  frame.contentWindow.location.replace(`/epub/${name}?v=${state.version}${anchor ? `#${anchor}` : ""}`);
}

frame.addEventListener("load", () => {
  const inside = frame.contentDocument;
  if (!inside || !current()) return;
  get("section").value = current();
  if (frame.keep !== null && frame.keep !== undefined) inside.scrollingElement.scrollTop = frame.keep;
  frame.keep = null;
  const style = inside.createElementNS("http://www.w3.org/1999/xhtml", "style");
  style.textContent = "[role=doc-pagebreak]::after { content: '\\2759' attr(aria-label); font: 11px sans-serif; color: #2a6fdb; " +
    "cursor: pointer; margin: 0 .2em; }";
  inside.documentElement.append(style);
  inside.addEventListener("click", (event) => {
    const marker = event.target.closest("[role=doc-pagebreak]");
    if (marker) {
      const number = state.folios.indexOf(marker.id.replace(/^p_/, "")) + 1;
      if (number) show(number, 0, true);
    }
    const link = event.target.closest("a[href]");
    if (link && link.origin !== location.origin) { event.preventDefault(); get("place").textContent = link.href; }
  });
});
get("section").addEventListener("change", () => section(get("section").value));
const turn = (by) => {
  const names = state.sections.map(([name]) => name);
  section(names[names.indexOf(current()) + by]);
};
get("back").addEventListener("click", () => turn(-1));
get("on").addEventListener("click", () => turn(1));

/* Faults, words, rights */

function rows(into, heads, lines) {
  const table = made("table");
  const head = made("tr");
  heads.forEach((words) => head.append(made("th", words)));
  table.append(head);
  for (const { cells, bad } of lines) {
    const row = made("tr", undefined, bad ? "not" : "");
    cells.forEach((cell) => row.append(made("td", cell ?? "", typeof cell === "number" ? "number" : "")));
    table.append(row);
  }
  get(into).replaceChildren(table);
}

function lists() {
  const faults = state.faults.map((fault, at) => {
    const button = made("button", undefined, `fault ${fault.severity}`);
    button.append(made("b", `${fault.severity}[${fault.code}] `), fault.message);
    const place = fault.place ? `${fault.place.file}:${fault.place.line}:${fault.place.column}` : "";
    button.append(made("small", [place, ...fault.hints].filter(Boolean).join(" · ")));
    button.addEventListener("click", async () => {
      get("place").textContent = place;
      const answer = await fetch(`/place?fault=${at}`);
      if (answer.ok) { const { page, down } = await answer.json(); show(page, down, true); }
    });
    return button;
  });
  get("faults").replaceChildren(...faults);
  const flaws = (state.flaws ?? []).map((flaw) => {
    const button = made("button", flaw.text, "fault");
    button.addEventListener("click", () => show(state.folios.indexOf(flaw.folio) + 1, 0));
    return button;
  });
  get("flaws").replaceChildren(...flaws);
  get("count").textContent = faults.length;
  get("flawed").textContent = flaws.length;
  get("words").textContent = (state.words ?? 0).toLocaleString("en");
  rows("documents", ["document", "title", "by", "date", "words", "%"], (state.documents ?? []).map((one) => (
    { cells: [one.id, one.title, one.byline, one.date, one.words, one.share] })));
  rows("rights", ["piece", "status", "holder", "grant", "words", "missing"], (state.rights ?? []).map((one) => (
    { cells: [one.document ?? one.image, one.status, one.holder, one.grant, one.words, one.missing.map((ground) => ground.short).join(", ")],
      bad: !one.cleared })));
}

for (const button of document.querySelectorAll("[data-tab]")) {
  button.addEventListener("click", () => {
    for (const other of document.querySelectorAll("[data-tab]")) {
      const pressed = other === button && other.getAttribute("aria-pressed") !== "true";
      other.setAttribute("aria-pressed", pressed);
      get(other.dataset.tab).hidden = !pressed;
    }
  });
}

/* Every making of the book */

async function load() {
  const answer = await fetch("/state");
  if (!answer.ok) return;
  state = { folios: [], sections: [], markers: {}, faults: [], ...await answer.json() };
  document.title = get("title").textContent = state.title ?? "anthology";
  const errors = state.faults.filter((fault) => fault.severity === "error").length;
  get("status").textContent = `${state.folios.length} pages, version ${state.version}${state.stale ? ": the last good one" : ""}`;
  get("status").className = errors ? "bad" : "";
  document.body.dataset.version = state.version;
  const names = get("section");
  const was = current();
  names.replaceChildren(...state.sections.map(([name, title]) => {
    const option = made("option", title);
    option.value = name;
    return option;
  }));
  const still = state.sections.some(([name]) => name === was);
  if (still) {
    names.value = was;
    frame.keep = frame.contentDocument?.scrollingElement?.scrollTop ?? null;
    const kept = frame.keep;
    frame.contentWindow.location.replace(`/epub/${was}?v=${state.version}`);
    frame.keep = kept;
  } else if (state.sections.length) {
    section(state.sections[0][0]);
  }
  lay();
  lists();
}

const events = new EventSource("/events");
events.addEventListener("message", load);
events.addEventListener("error", () => { get("status").textContent = "the program has ended; start it again and this page goes on"; });
