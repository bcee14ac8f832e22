// What `npm start`, `npm test`, `npm run dev`, `npm run verify` and `npm run changed` run. Plain JavaScript
// without packages: it must work on Node 20 before anything is installed.
import { build } from "./build.mjs";
import { dev } from "./dev.mjs";
import {
  addressIn,
  checkDisk,
  checkNode,
  checkPort,
  checkRuntime,
  install,
  untilItEnds,
} from "./machine.mjs";
import { env, node, Plain, run, spawned } from "./programs.mjs";
import { test } from "./test.mjs";
import { changed, verify } from "./verify.mjs";

async function start() {
  const address = addressIn(env);
  await checkPort(address, "npm start");
  checkDisk();
  await install();
  checkRuntime();
  await Promise.all([build(), run(node(), ["bin/guatu.ts", "prepare"])]);
  const server = spawned(node(), ["bin/server.ts"], {
    env: { ...env, NODE_ENV: "production", HOST: address.host, PORT: String(address.port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let ready = false;
  server.stdout.on("data", (text) => ready && process.stdout.write(text));
  process.exit(
    await untilItEnds(server, address, () => {
      ready = true;
    }),
  );
}

const steps = { start, test, dev, verify, changed };

try {
  checkNode();
  const [name = "start", ...rest] = process.argv.slice(2);
  if (!Object.hasOwn(steps, name)) throw new Plain(`There is no ${name}: ${Object.keys(steps).join(", ")}.`);
  await steps[name](rest);
} catch (error) {
  if (!(error instanceof Plain)) throw error;
  console.error(error.message);
  process.exit(1);
}
