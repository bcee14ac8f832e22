import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  getCiphers,
  getHashes,
  hash,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

// 国密: SM3 (GB/T 32905) in the place of SHA-256 and SM4 (GB/T 32907) in the place of AES, from the OpenSSL
// that Node brings.

/** @throws one plain sentence where this Node has neither. */
export function requireGm(hashes = getHashes(), ciphers = getCiphers()): void {
  if (hashes.includes("sm3") && ciphers.includes("sm4-cbc")) return;
  throw new Error(
    "This district is kept with SM3 and SM4, which the OpenSSL of this Node does not have: run it with another build of Node. 本机 Node 不支持国密算法 SM3、SM4。",
  );
}

/** SM3 of a text, in hex. */
export const sm3 = (text: string): string => createHash("sm3").update(text).digest("hex");
/** The same of SHA-256. */
export const sha256 = (text: string): string => hash("sha256", text, "hex");

const keyOf = (secret: string, purpose: string) => createHmac("sm3", secret).update(purpose).digest();
const macOf = (secret: string, purpose: string, sealed: Buffer) =>
  createHmac("sm3", keyOf(secret, `${purpose}: HMAC-SM3`))
    .update(sealed)
    .digest();

/**
 * Encrypts with SM4-CBC and then proves what was encrypted, with whose it is, by HMAC-SM3: OpenSSL has no
 * SM4-GCM. Each of the two has a key of its own.
 */
export function sealGm(text: string, secret: string, purpose: string, owner: string): Buffer {
  const iv = randomBytes(16);
  const cipher = createCipheriv("sm4-cbc", keyOf(secret, `${purpose}: SM4-CBC`).subarray(0, 16), iv);
  const sealed = Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([sealed, macOf(secret, `${purpose}: ${owner}`, sealed)]);
}

/** @throws when it was sealed with another secret, for another purpose or owner, or altered. */
export function unsealGm(bytes: Buffer, secret: string, purpose: string, owner: string): string {
  const [sealed, mac] = [bytes.subarray(0, -32), bytes.subarray(-32)];
  if (sealed.length < 32 || !timingSafeEqual(mac, macOf(secret, `${purpose}: ${owner}`, sealed)))
    throw new Error("It is not what was sealed.");
  const decipher = createDecipheriv(
    "sm4-cbc",
    keyOf(secret, `${purpose}: SM4-CBC`).subarray(0, 16),
    sealed.subarray(0, 16),
  );
  return Buffer.concat([decipher.update(sealed.subarray(16)), decipher.final()]).toString("utf8");
}
