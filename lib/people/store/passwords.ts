import { createHmac } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { readEnv } from "#lib/core/env.ts";
import { Refused } from "#lib/core/errors.ts";

// The same cost as every hash we make, of a password that nobody knows: an unknown name takes as long as a
// wrong password.
const decoy =
  "$argon2id$v=19$m=19456,t=2,p=1$8NO/RCcp9WdpfeNBmvkmZg$9BczinEHCzu3cv+TXKs/iBXDAgOcx7IOL0ShYkIWIm4";

const atOnce = 2;
const mayWait = 64;

// The bundler may load this module more than once; the process still hashes two at a time.
type Turns = { running: number; waiting: (() => void)[] };
const shared = globalThis as typeof globalThis & { guatuHashing?: Turns };
shared.guatuHashing ??= { running: 0, waiting: [] };
const turns = shared.guatuHashing;

/**
 * Runs `work` when fewer than two others run: a hash takes a core and 19 MB.
 * @throws {Refused} `access.busy` when so many wait already that nobody would wait for the answer.
 */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (turns.running >= atOnce) {
    if (turns.waiting.length >= mayWait) throw new Refused("access.busy");
    await new Promise<void>((resolve) => turns.waiting.push(resolve));
  } else turns.running++;
  try {
    return await work();
  } finally {
    const next = turns.waiting.shift();
    if (next) next();
    else turns.running--;
  }
}

/** The hash to keep, in its turn. Never call it inside a transaction. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password));

/**
 * Is it the password of `passwordHash`? Without one it takes as long and says no. Call it within `inTurn`.
 */
export async function isPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const right = await verify(passwordHash?.startsWith("$argon2id$") ? passwordHash : decoy, password);
  return right && passwordHash !== undefined;
}

// Without the letters and digits that are taken for one another when somebody reads them out.
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/**
 * A one-time password like `k7mwp-3xq2h-tb9dn`, 74 bits. The same `seed` gives the same one, so that a form
 * sent twice shows the password that was really set; nobody without the server's secret can work it out.
 */
export function oneTimePassword(seed: string): string {
  const bytes = createHmac("sha512", readEnv().secret).update(`one-time password ${seed}`).digest();
  const letters = Array.from(
    { length: 15 },
    (_, i) => alphabet[bytes.readUInt32BE(i * 4) % alphabet.length],
  ).join("");
  return `${letters.slice(0, 5)}-${letters.slice(5, 10)}-${letters.slice(10)}`;
}

/**
 * What a form's key remembers of a password: enough to tell another one, useless without the server's secret.
 */
export const passwordMark = (password: string): string =>
  createHmac("sha256", readEnv().secret).update(`mark ${password}`).digest("base64url");

/** The password of every account that a demonstration makes (DESIGN §4); nothing else has it. */
export const demonstrationPassword = "guatu-demo";
