// `anthology watch` in a real browser: open, edit a source, see the page change, follow a note, an index locator, a
// page marker; faults and places both ways; nothing asked of the network, nothing told to others.
//
// node .ci/preview.mjs ANTHOLOGY BOOK   (the program; the folder of the sample, which is copied)
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const [program, sample] = process.argv.slice(2).map((given) => path.resolve(given));
const book = fs.mkdtempSync(path.join(os.tmpdir(), "anthology-preview-"));
for (const name of ["anthology.toml", "anthology.lock", "sources", "fonts", "index"]) {
  const from = path.join(sample, name);
  if (fs.existsSync(from)) fs.cpSync(from, path.join(book, name), { recursive: true });
}
const PORT = 7391;
const watch = spawn(program, ["watch", book, "--port", String(PORT)], { stdio: ["ignore", "inherit", "pipe"] });
let told = "";
watch.stderr.on("data", (bytes) => { told += bytes; process.stderr.write(bytes); });
const until = async (what, good, patience = 60_000) => {
  const begun = performance.now();
  while (performance.now() - begun < patience) {
    // A frame that is going elsewhere cannot be asked: it is asked again.
    const answer = await Promise.resolve().then(good).catch((fault) => {
      if (!/navigat|detached|destroyed/.test(String(fault))) throw fault;
      return false;
    });
    if (answer) return Math.round(performance.now() - begun);
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`not within ${patience} ms: ${what}`);
};
const status = (headers, where = "/", method = "GET") => new Promise((done, failed) => {
  const asked = http.request({ host: "127.0.0.1", port: PORT, path: where, method, headers }, (answer) => {
    answer.resume();
    done(answer.statusCode);
  });
  asked.on("error", failed);
  asked.end();
});
const ok = (what) => console.log(`ok: ${what}`);
let browser;
try {
  await until("the program says where it is", () => told.includes("http://"));
  assert.equal(await status({}), 200);
  assert.equal(await status({ host: "evil.example" }), 403);
  assert.equal(await status({ host: `evil.example:${PORT}` }), 403);
  assert.equal(await status({ origin: "http://evil.example" }, "/state"), 403);
  assert.equal(await status({ "sec-fetch-site": "cross-site" }), 403);
  assert.equal(await status({}, "/", "POST"), 405);
  assert.equal(await status({}, "/epub/../../etc/passwd"), 404);
  ok("other hosts, origins and sites are refused");

  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
  const page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
  const foreign = [], errors = [];
  page.on("request", (asked) => {
    const url = new URL(asked.url());
    if (!["data:", "about:"].includes(url.protocol) && url.host !== `127.0.0.1:${PORT}`) foreign.push(asked.url());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  // That the frame of the EPUB runs no script is meant; it is what the browser says when this test asks the frame.
  const meant = (text) => text.includes("404") || text.includes("Blocked script execution");
  page.on("console", (line) => { if (line.type() === "error" && !meant(line.text())) errors.push(line.text()); });
  await page.goto(`http://127.0.0.1:${PORT}/`);
  await page.waitForSelector(".page svg use", { timeout: 60_000 });
  const version = () => page.evaluate(() => Number(document.body.dataset.version));
  const frame = () => page.frames().find((one) => one.url().includes("/epub/"));
  const place = () => page.evaluate(() => topPage());
  const folios = await page.evaluate(() => state.folios.length);
  assert(folios > 100, `only ${folios} pages`);
  ok(`the page shows ${folios} pages`);

  const open = async (name) => {
    await page.selectOption("#section", name);
    await until(name, async () => frame()?.url().includes(`/epub/${name}`) && await frame().evaluate(() => document.readyState) === "complete");
  };
  const names = await page.evaluate(() => state.sections.map(([name]) => name));

  // A marker of a page in the EPUB leads to the page, and the page's number to the marker.
  const text = "text/garland.xhtml";
  await open(text);
  const marker = frame().locator("[role=doc-pagebreak]").last();
  const folio = (await marker.getAttribute("id")).replace("p_", "");
  await marker.dispatchEvent("click");
  const wanted = await page.evaluate((folio) => state.folios.indexOf(folio) + 1, folio);
  if (!wanted) throw new Error(`the preview knows no page ${folio}`);
  await until("the marked page", async () => Math.abs((await place()).number - wanted) <= 2);
  ok(`a page marker leads to page ${folio}`);

  // What is changed in a source is seen in both, and the place is kept.
  const before = { version: await version(), place: await place() };
  await page.waitForSelector(`#page-${wanted} svg use`);
  const drawn = await page.locator(`#page-${wanted} svg`).innerHTML();
  await page.evaluate(() => { frame.contentDocument.scrollingElement.scrollTop = 200; });
  const source = path.join(book, "sources", "garland.md");
  const own = fs.readFileSync(source, "utf8");
  const paragraphs = own.split("\n\n");
  const at = paragraphs.length - 1 - [...paragraphs].reverse().findIndex((text) => /^[A-Z][^|#]{200,}/.test(text));
  paragraphs[at] = `Zephyrine words come first. ${paragraphs[at]}`;
  fs.writeFileSync(source, paragraphs.join("\n\n"));
  const took = await until("the next version", async () => (await version()) > before.version);
  await until("the EPUB's new words", async () => (await frame()?.content())?.includes("Zephyrine"));
  await until("the page drawn anew", async () => (await page.locator(`#page-${wanted} svg`).innerHTML()) !== drawn ||
    (await page.locator(`#page-${wanted + 1} svg`).innerHTML().catch(() => "")).length > 0);
  assert.deepEqual(await place(), before.place);
  await until("the EPUB's place", async () => Math.abs(await page.evaluate(() => frame.contentDocument.scrollingElement.scrollTop) - 200) < 2);
  ok(`a changed source is seen after ${took} ms, in its place`);

  // From a page to the source.
  const found = await page.evaluate(async () => {
    for (const sheet of document.querySelectorAll(".page[data-version]")) {
      for (let y = 60; y < state.height - 60; y += 14) {
        const answer = await fetch(`/source?page=${sheet.number}&x=120&y=${y}`);
        if (answer.ok && (await answer.json()).says.includes("Zephyrine")) return { number: sheet.number, y };
      }
    }
    return null;
  });
  assert(found, "no page leads to the new words");
  const box = await page.locator(`#page-${found.number} .paper`).boundingBox();
  await page.evaluate(({ number, y }) => show(number, y, true), found);
  const shown = await page.locator(`#page-${found.number} .paper`).boundingBox();
  const height = await page.evaluate(() => state.height);
  await page.mouse.click(shown.x + shown.width * 0.3, shown.y + (found.y / height) * shown.height);
  await until("the line of the source", async () => /garland\.md:\d+:\d+/.test(await page.textContent("#place")));
  assert(box);
  ok(`a click on a page tells ${(await page.textContent("#place")).slice(-60, -1).trim().split("  ")[0]} …`);

  // A note in the EPUB.
  let noted = null;
  for (const name of names) {
    await open(name);
    if (await frame().locator("a[role=doc-noteref]").count()) { noted = name; break; }
  }
  assert(noted, "no section calls a note");
  await frame().locator("a[role=doc-noteref]").first().dispatchEvent("click");
  await until("the note", () => /#.+/.test(frame().url()));
  const target = new URL(frame().url()).hash.slice(1);
  assert.equal(await frame().evaluate((id) => document.getElementById(id) !== null, target), true);
  ok(`a note's call leads to #${target}`);

  // A locator of the index.
  const index = names.find((name) => /text\/index/.test(name));
  await open(index);
  const locator = frame().locator("a[href*='.xhtml#']").first();
  const href = await locator.getAttribute("href");
  await locator.dispatchEvent("click");
  await until("the locator's place", () => frame()?.url().includes(href.split("/").pop().split("#")[0]));
  await until("the section's name", async () => (await page.inputValue("#section")) !== index);
  ok(`an index locator leads to ${href}`);

  // A link on a printed page.
  const linked = await page.evaluate(async () => {
    for (let number = 1; number < 40; number += 1) {
      show(number);
      await new Promise((done) => setTimeout(done, 60));
      const link = document.querySelector(`#page-${number} a[href^="#page-"]`);
      if (link) return { number, href: link.getAttribute("href") };
    }
    return null;
  });
  assert(linked, "no page has a link");
  await page.locator(`#page-${linked.number} a[href^="#page-"]`).first().dispatchEvent("click");
  await until("the linked page", async () => Math.abs((await place()).number - Number(linked.href.slice(6))) <= 3);
  ok(`a link on page ${linked.number} leads to ${linked.href}`);

  // A fault: told, led to its page, mended.
  const last = await version();
  fs.writeFileSync(source, own.replace(paragraphs[at].slice(28, 60), `<blink>${paragraphs[at].slice(28, 60)}`));
  await until("the fault", async () => (await version()) > last && (await page.locator(".fault.warning").count()) > 0);
  await page.locator(".fault.warning").first().click();
  await page.waitForSelector(".spot");
  ok(`a fault leads to its page: ${(await page.locator(".fault.warning").first().textContent()).slice(0, 70)}`);
  const manifest = path.join(book, "anthology.toml");
  const good = fs.readFileSync(manifest, "utf8");
  fs.writeFileSync(manifest, good.replace("[book]", "[book"));
  await until("the error", async () => (await page.locator(".fault.error").count()) > 0);
  assert((await page.textContent("#status")).includes("the last good one") || (await page.locator(".page svg").count()) > 0);
  fs.writeFileSync(manifest, good);
  fs.writeFileSync(source, own);
  await until("all mended", async () => (await page.locator(".fault").evaluateAll((all) => all.filter((one) => one.closest("#faults")).length)) === 0);
  ok("an error leaves the last good book; mended, it is gone");

  assert.deepEqual(foreign, []);
  assert.deepEqual(errors, []);
  ok("nothing was asked of the network, and no script failed");
} finally {
  await browser?.close();
  watch.kill();
  fs.rmSync(book, { recursive: true, force: true });
}
