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
