import { description } from "../_description.ts";

/** What machines can ask here. */
export const GET = () => Response.json(description);
