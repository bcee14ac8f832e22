import { json } from "#app/_server/api/problem.ts";

export const dynamic = "force-dynamic";

/** The process answers. Touches nothing else. */
export const GET = () => json({ status: "ok" });
