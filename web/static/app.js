// What go-app's Go code expects to find in the page, and the registration of the service worker. It takes the place of
// the app.js that go-app generates, which would start the program by itself and announce an update on a first visit.
// web/build/slim compares it with what go-app's code calls.

const goappLoadingLabel = "Loading the inspector: {progress} %";
const goappWasmContentLength = {{wasm-length}};
// The documents of web/document are pages of this site that the program does not draw: links to them are left to the browser.
const documents = {{documents}};
const goappEnv = {
  GOAPP_INTERNAL_URLS: JSON.stringify(documents.map((folder) => location.origin + "{{base}}" + folder)),
  GOAPP_ROOT_PREFIX: "{{base}}",
  GOAPP_STATIC_RESOURCES_URL: "{{base}}web/{{version}}",
  GOAPP_VERSION: "{{version}}",
};

function goappGetenv(name) {
  return goappEnv[name];
}

// An update, or a change of what can be installed, may be noticed before the program runs; it looks for that when it starts,
// and replaces the two functions.
var goappUpdatedBeforeWasmLoaded = false;
var goappOnUpdate = () => { goappUpdatedBeforeWasmLoaded = true; };
var goappAppInstallChangedBeforeWasmLoaded = false;
var goappOnAppInstallChange = () => { goappAppInstallChangedBeforeWasmLoaded = true; };

// The page offers no installation of its own, and leaves it to the browser's menu.
addEventListener("beforeinstallprompt", (event) => event.preventDefault());

let serviceWorkerRegistration;
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("{{base}}app-worker.js").then(
    (registration) => { serviceWorkerRegistration = registration; },
    (failure) => console.error("the service worker could not be registered:", failure));
}

function goappTryUpdate() {
  serviceWorkerRegistration?.update();
}

// A crawler reads the prerendered page, which is whole. The program can be left out with ?wasm=false.
function goappCanLoadWebAssembly() {
  return !/bot|crawler|spider|crawling/i.test(navigator.userAgent) && new URLSearchParams(location.search).get("wasm") !== "false";
}

// Creates nodes from words, each ended by a zero byte: "<tag namespace" begins an element and ">" ends it, "-text",
// "=attribute=value", ".property=value", and ":property=" with "true" or nothing. (web/build/slim/_changes/node.go.patch writes them.)
function goappBuild(words) {
  const nodes = [], within = [], plain = !words.includes("\x01");
  const add = (node) => {
    within.at(-1)?.appendChild(node);
    nodes.push(node);
    return node;
  };
  for (const word of words.split("\0")) {
    const kind = word[0], rest = plain ? word.slice(1) : word.slice(1).replace(/\x01(.)/g, (_, code) => code === "a" ? "\0" : "\x01");
    if (kind === "<") {
      const [tag, namespace] = rest.split(" ");
      within.push(add(namespace ? document.createElementNS(namespace, tag) : document.createElement(tag)));
    }
    else if (kind === ">") within.pop();
    else if (kind === "-") add(document.createTextNode(rest));
    else if (kind) {
      const at = rest.indexOf("="), name = rest.slice(0, at), value = rest.slice(at + 1), element = within.at(-1);
      if (kind === "=") element.setAttribute(name, value);
      else element[name] = kind === "." ? value : value !== "";
    }
  }
  return nodes;
}
