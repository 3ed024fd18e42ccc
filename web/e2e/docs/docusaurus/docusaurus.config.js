module.exports = {
  title: "Manual",
  url: "https://manual.example",
  baseUrl: "/",
  favicon: "data:,",
  onBrokenLinks: "throw",
  scripts: [{ src: "https://HOST/web/embed.js", defer: true }],
  presets: [["classic", { docs: { routeBasePath: "/", sidebarPath: undefined }, blog: false, pages: false }]],
};
