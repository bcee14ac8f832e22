// npm run proof [-- NAME]: all long proofs, or one; one file each in proof/. Each prints its figures against
// what is to be reached, writes them into docs/proofs.md, and exits with 1 where they miss it, or where its
// negative control does not turn red.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

const folder = new URL("../proof", import.meta.url);
const [name = "", ...rest] = process.argv.slice(2);
const proofs = readdirSync(folder).flatMap((file) => /^([a-z-]+)\.proof\.ts$/.exec(file)?.[1] ?? []);
if (name === "") {
  // Each in a process of its own; one that misses its reach does not keep the next from running.
  const missed = proofs.filter(
    (each) => spawnSync(process.execPath, [process.argv[1] ?? "", each], { stdio: "inherit" }).status !== 0,
  );
  console.log(missed.length === 0 ? `${proofs.length} proofs hold` : `not reached: ${missed.join(", ")}`);
  process.exit(missed.length === 0 ? 0 : 1);
}
if (!/^[a-z-]+$/.test(name) || !existsSync(new URL(`${name}.proof.ts`, folder))) {
  console.error(`npm run proof -- NAME, one of: ${proofs.join(", ")}`);
  process.exit(2);
}
const { prove } = (await import(new URL(`${name}.proof.ts`, folder).href)) as {
  prove(args: string[]): Promise<boolean>;
};
process.exitCode = (await prove(rest)) ? 0 : 1;
