import { Refused } from "#lib/core/errors.ts";

const begins = (bytes: Uint8Array, ...signature: number[]) =>
  signature.every((byte, at) => bytes[at] === byte);
const holds = (bytes: Uint8Array, text: string, encoding: BufferEncoding) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(text, encoding));

/**
 * What a file is by what is in it, whatever it is called: an archive that may be a workbook, or text.
 * @throws {Refused} `sheets.empty`, `sheets.oldFormat`, `sheets.encrypted`, `sheets.webPage`,
 * `sheets.notASheet`
 */
export function kindOf(bytes: Uint8Array): "zip" | "text" {
  if (bytes.length === 0) throw new Refused("sheets.empty");
  if (begins(bytes, 0x50, 0x4b)) return "zip";
  // The container of Office until 2003, of WPS's own formats, and of any workbook with a password.
  if (begins(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) {
    if (holds(bytes, "EncryptedPackage", "utf16le")) throw new Refused("sheets.encrypted");
    if (holds(bytes, "Workbook", "utf16le") || holds(bytes, "Book", "utf16le"))
      throw new Refused("sheets.oldFormat");
    throw new Refused("sheets.notASheet");
  }
  if (begins(bytes, 0x09, 0x08) || begins(bytes, 0x09, 0x04) || begins(bytes, 0x09, 0x02))
    throw new Refused("sheets.oldFormat");
  const head = Buffer.from(bytes.subarray(0, 2_000))
    .toString("latin1")
    .replace(/\0/g, "")
    .trimStart()
    .toLowerCase();
  // Many an office system's ".xls" is a web page or the XML of Excel 2003.
  if (/^(\xef\xbb\xbf|\xff\xfe)?\s*(<\?xml|<!doctype|<html|<table|<meta|<workbook)/.test(head))
    throw new Refused(head.includes("office:spreadsheet") ? "sheets.oldFormat" : "sheets.webPage");
  const wide = begins(bytes, 0xff, 0xfe) || begins(bytes, 0xfe, 0xff);
  if (
    /^(%pdf-|\{\\rtf|\x89png|gif8|\xff\xd8\xff|bm..\0\0|rar!|7z\xbc)/s.test(head) ||
    (!wide && bytes.includes(0))
  )
    throw new Refused("sheets.notASheet");
  return "text";
}
