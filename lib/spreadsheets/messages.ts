import type { RefusedCode } from "#lib/core/errors.ts";
import type { Cell, ReadSheet } from "./cells.ts";
import type { SheetLimits } from "./limits.ts";

// What travels from the reader's thread to the server's. Plain texts and plain numbers travel bare: most
// cells are such, and what is taken apart and put together again takes the server's time.

export type SentCell = string | number | Cell | null;
/** A sheet whose rows are made when they are asked for. */
export type SentSheet = Omit<ReadSheet, "rows"> & { rows: number; row: (at: number) => SentCell[] };

export type Task = { name: string; bytes: Uint8Array; kind: "zip" | "text"; limits: SheetLimits };
export type Message =
  | { sheet: Omit<ReadSheet, "rows"> }
  | { rows: SentCell[][] }
  | { done: true }
  | { refused: RefusedCode; details: Record<string, string | number> };

export const unpackedCell = (sent: SentCell): Cell | null => {
  if (typeof sent === "string") return { kind: "text", value: sent, shown: sent };
  return typeof sent === "number" ? { kind: "number", value: sent, shown: String(sent) } : sent;
};
