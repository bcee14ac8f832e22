import { z } from "zod";

/** The button says only that it was pressed. */
export const MakeBackup = z.object({});
