import type { Duty, Role } from "#db/schema/people.ts";
import { type Node, prefixOf } from "#db/sql.ts";

/**
 * No accounts: `operator` holds the machine and runs `npm run guatu`, `visitor` has not signed in, `screen`
 * hangs on a wall.
 */
export type ActorRole = Role | "operator" | "visitor" | "screen";

export type Actor = {
  /** `null` for the operator. */
  id: number | null;
  username: string;
  name: string;
  role: ActorRole;
  /** The division whose rows are theirs, with everything below it. */
  scope: Node & { id: number; name: string };
  /**
   * Of an administrator where the three duties are separated: theirs, or that they have none and so do
   * nothing.
   */
  duty?: Duty | "none";
  /** They came by an API token: they may read, whatever their role writes. */
  readOnly?: true;
};

/** Does the division with `code` (12 digits) lie at or below `node`? */
export const covers = (node: Node, code: string): boolean => code.startsWith(prefixOf(node));
