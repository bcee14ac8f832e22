import { z } from "zod";

const yesNo = z.enum(["true", "false"], "notAChoice").transform((text) => text === "true");

/** By which rule and from which rows figures are asked for. */
export const approvals = { basis: z.enum(["strict"], "notAChoice").default("strict"), approvedOnly: yesNo.default(false) };

/**
 * What every answer says of its figures. Towns' months are not yet filed for approval, so nothing can be told apart as approved:
 * whatever is asked, all that is recorded counts, and the answer says so instead of calling it approved (decision 0008).
 */
export const asCounted = { basis: "strict", approvedOnly: false } as const;
