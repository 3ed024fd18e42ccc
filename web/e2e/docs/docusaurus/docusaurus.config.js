module.exports = {
  title: "Manual",
  url: "https://manual.example",
  baseUrl: "/",
  favicon: "data:,",
  onBrokenLinks: "throw",
  scripts: [{ src: "https://HOST/web/embed.js", defer: true, "data-code": "" }],
  presets: [["classic", { docs: { routeBasePath: "/", sidebarPath: undefined }, blog: false, pages: false }]],
};
