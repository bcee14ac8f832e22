// To be imported before anything that reads the database: half of the seconds in which a command starts are
// saved.
import { enableCompileCache, registerHooks } from "node:module";
import { join } from "node:path";

enableCompileCache(join(import.meta.dirname, "../node_modules/.cache/node")); // says nothing where it cannot write

// Node asks for the package of each file that it loads and reads its list of exports anew. drizzle-orm's is
// 180 kB, of hundreds of files.
registerHooks({
  resolve(specifier, context, next) {
    const { parentURL = "" } = context;
    if (!specifier.startsWith(".") || !parentURL.includes("/node_modules/drizzle-orm/"))
      return next(specifier, context);
    return { url: new URL(specifier, parentURL).href, format: "module", shortCircuit: true };
  },
});
