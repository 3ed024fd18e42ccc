// Keeps the page usable without a network after the first visit. Pages come from the network when
// there is one; files with a version in their path never change and come from the cache.
"use strict";

const base = "{{base}}";
const prefix = "upgrade101:" + base + ":"; // other caches on this origin belong to others
const cacheName = prefix + "{{version}}";
const immutable = base + "web/{{version}}/";
const files = ["app.wasm", "app.js", "wasm_exec.js", "app.css", "boot.js", "start.js", "icon.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(cacheName);
    // One by one: a file that fails is fetched when it is needed, and the others are kept.
    await Promise.allSettled([base, ...files.map((f) => immutable + f)].map((url) => cache.add(url)));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(prefix) && name !== cacheName) await caches.delete(name);
    }
    await self.clients.claim();
    for (const page of await self.clients.matchAll()) page.postMessage({ upgrade101: "{{version}}" });
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || !url.pathname.startsWith(base)) return;
  if (url.pathname.startsWith(immutable)) {
    event.respondWith(cacheFirst(request));
  } else if (request.mode === "navigate" && !url.pathname.startsWith(base + "embed")) {
    event.respondWith(networkFirst(request, base + url.pathname.slice(base.length)));
  }
});

async function cacheFirst(request) {
  const cache = await caches.open(cacheName);
  const kept = request.cache !== "reload" && await cache.match(request); // after a failure the page asks anew
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function networkFirst(request, path) {
  const cache = await caches.open(cacheName);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(path, answer.clone());
    return answer;
  } catch (offline) {
    const kept = await cache.match(path);
    if (kept) return kept;
    const home = await cache.match(base);
    if (!home || !/^(lesson\/|predict\/|glossary)/.test(path.slice(base.length))) throw offline;
    // The program draws every page. Until it does, the home page, which takes the place of the one asked for, is hidden
    // (start.js, app.css).
    return new Response((await home.text()).replace("<html", '<html class="substitute"'), home);
  }
}
