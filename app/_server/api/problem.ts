/**
 * An answer that something went wrong, in the shape of RFC 9457; `code` is stable, the words are for people.
 */
export function problem(
  status: number,
  code: string,
  title: string,
  more: Record<string, unknown> = {},
): Response {
  const headers = { "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store" };
  return new Response(JSON.stringify({ type: `urn:guatu:problem:${code}`, title, status, code, ...more }), {
    status,
    headers,
  });
}

/** What machines get: JSON that no cache keeps, because it is of this person and this moment. */
export const json = (body: unknown): Response =>
  Response.json(body, { headers: { "cache-control": "no-store" } });
