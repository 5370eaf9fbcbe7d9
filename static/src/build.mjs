// Builds static/build from our own sources and from packages, in a second or two.

import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NodePackageImporter, compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const build = join(root, "static", "build");

async function styles(name) {
  const { css } = compile(join(here, "scss", `${name}.scss`), {
    importers: [new NodePackageImporter(root)],
    style: "compressed",
    // Deprecations inside the framework are its makers' to mend; ours still show.
    quietDeps: true,
  });
  await writeFile(join(build, `${name}.css`), css);
}

async function scripts() {
  const plotly = "plotly-basic.min.js";
  await cp(join(root, "node_modules", "plotly.js-basic-dist-min", plotly), join(build, plotly));
  await cp(join(here, "js"), build, { recursive: true });
}

await rm(build, { recursive: true, force: true });
await mkdir(build, { recursive: true });
await scripts();
await styles("admin-import");
await styles("app"); // last: make takes the stylesheet as the sign that all is built
