// Drives Firefox (WebDriver BiDi) or WebKitGTK (WebDriver) for web/e2e/browser/otherengines.go: one JSON object a line, in and
// out. node drive.mjs firefox|webkit FOLDER, where FOLDER holds node_modules.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

const [engine, folder] = process.argv.slice(2);
const require = createRequire(folder + "/");
const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");

class Unable extends Error {}

// Firefox as it is, through WebDriver BiDi.
const firefox = async () => {
  const puppeteer = require("puppeteer-core");
  const program = ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync);
  const browser = await puppeteer.launch({
    browser: "firefox", executablePath: program, headless: true, defaultViewport: { width: 1280, height: 900 },
  });
  let context, page;
  const pageIn = (inside) => (inside ? page.frames()[Number(inside)] : page.mainFrame());
  return {
    async open() {
      context = await browser.createBrowserContext();
      page = await context.newPage();
      page.on("request", (r) => say({ event: "request", text: r.url() }));
      page.on("console", (m) => say({ event: "console", text: `console.${m.type()}: ${m.text()}` }));
      page.on("pageerror", (e) => say({ event: "thrown", text: String(e?.message ?? e) }));
    },
    close: () => context.close(),
    go: ({ text }) => page.goto(text, { waitUntil: "load" }).then(() => {}),
    evaluate: ({ in: inside, text }) => pageIn(inside).evaluate(text),
    async click({ in: inside, x, y }) {
      if (inside) {
        const box = await (await pageIn(inside).frameElement()).boundingBox();
        [x, y] = [x + box.x, y + box.y];
      }
      await page.mouse.click(x, y);
    },
    async press({ keys, with: held = [] }) {
      for (const k of held) await page.keyboard.down(k);
      for (const k of keys) await page.keyboard.press(k);
      for (const k of held) await page.keyboard.up(k);
    },
    before: ({ text }) => page.evaluateOnNewDocument(`() => { ${text} }`).then(() => {}),
    noScript() {
      throw new Unable("its WebDriver BiDi has no command that turns scripts off (emulation.setScriptingEnabled)");
    },
    end: () => browser.close(),
  };
};

// WebKitGTK through WebDriver, which knows one session, and in it one window.
const webkit = async () => {
  const { Builder, Capabilities, Key, Origin } = require("selenium-webdriver");
  const port = () => new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
  const libraries = readdirSync("/usr/lib").map((d) => `/usr/lib/${d}/webkit2gtk-4.1/MiniBrowser`);
  const options = { binary: libraries.find(existsSync), args: ["--automation"] };
  const names = { ArrowUp: Key.ARROW_UP, ArrowDown: Key.ARROW_DOWN, ArrowLeft: Key.ARROW_LEFT, ArrowRight: Key.ARROW_RIGHT,
    Home: Key.HOME, End: Key.END, Enter: Key.ENTER, Tab: Key.TAB, Escape: Key.ESCAPE, Backspace: Key.BACK_SPACE,
    Delete: Key.DELETE, Alt: Key.ALT, Control: Key.CONTROL, Meta: Key.META, Shift: Key.SHIFT };
  // The driver is a group of processes of its own, so that no browser outlives it.
  let driver, session;
  const end = () => {
    try {
      process.kill(-driver.pid, "SIGKILL");
    } catch {} // it is gone
    driver = undefined;
  };
  const begin = async () => {
    const free = await port();
    // Root has no namespaces to sandbox in, and a container often has none either.
    driver = spawn("WebKitWebDriver", ["-p", String(free)], {
      detached: true, stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" },
    });
    const late = Date.now() + 20000;
    const capabilities = new Capabilities({ browserName: "MiniBrowser", "webkitgtk:browserOptions": options });
    for (;;) {
      const builder = new Builder().usingServer(`http://127.0.0.1:${free}`).withCapabilities(capabilities);
      try {
        return await by(late, builder.build());
      } catch (e) {
        if (!/ECONNREFUSED/.test(e) || Date.now() > late) throw e;
        await wait(100); // until the driver listens
      }
    }
  };
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const by = (late, done) => Promise.race([done, wait(late - Date.now()).then(() => {
    throw new Error("the browser did not start");
  })]);
  const evaluate = async (inside, text) => {
    if (inside) await session.switchTo().frame(Number(inside) - 1);
    try {
      const [value, error] = await session.executeAsyncScript(
        `const done = arguments[arguments.length - 1];
        (async () => (${text}))().then(v => done([JSON.stringify(v) ?? "null", ""]), e => done(["null", String(e)]));`);
      if (error) throw new Error(error);
      return JSON.parse(value);
    } finally {
      if (inside) await session.switchTo().defaultContent();
    }
  };
  const requests = "performance.getEntriesByType('resource').map(r => r.name)";
  return {
    async open() {
      // A browser that cannot start leaves its driver waiting for good: then both start again.
      for (let tries = 1; !driver; tries++) {
        try {
          session = await begin();
        } catch (e) {
          end();
          if (tries === 3) throw e;
        }
      }
      await session.manage().setTimeouts({ script: 60000, pageLoad: 60000 });
      await session.manage().window().setRect({ width: 1280, height: 900 });
    },
    async close() {
      // It tells of no requests while they are made; the page still knows those of its last document.
      for (const text of await evaluate(false, requests).catch(() => [])) say({ event: "request", text });
      await session.quit();
      end();
    },
    go: ({ text }) => session.get(text),
    evaluate: ({ in: inside, text }) => evaluate(inside, text),
    async click({ in: inside, x, y }) {
      if (inside) {
        const box = await evaluate(false, "document.querySelectorAll('iframe')[" + (inside - 1) + "].getBoundingClientRect().toJSON()");
        [x, y] = [Math.round(x + box.x), Math.round(y + box.y)];
      }
      await session.actions().move({ x, y, origin: Origin.VIEWPORT }).click().perform();
    },
    async press({ keys, with: held = [] }) {
      const actions = session.actions();
      for (const k of held) actions.keyDown(names[k]);
      for (const k of keys) actions.sendKeys(names[k] ?? k);
      for (const k of held) actions.keyUp(names[k]);
      await actions.perform();
    },
    before() {
      throw new Unable("WebDriver has no scripts that run ahead of a page's own");
    },
    noScript() {
      throw new Unable("WebDriver has no command that turns scripts off");
    },
    async end() {
      if (driver) end();
    },
  };
};

const browser = await { firefox, webkit }[engine]();
for await (const line of createInterface({ input: process.stdin })) {
  const task = JSON.parse(line);
  try {
    say({ value: (await browser[task.do](task)) ?? null });
  } catch (e) {
    say(e instanceof Unable ? { unable: e.message } : { error: String(e?.message ?? e) });
  }
}
await browser.end();
process.exit(0);
