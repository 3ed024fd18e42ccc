project = "Manual"
extensions = ["myst_parser"]
html_js_files = [("https://HOST/web/embed.js", {"data-code": ""})]
