import type { IncomingMessage } from "node:http";

/**
 * Counts the parts of a multipart body as it comes, without reading it: each begins with the boundary, which
 * may lie across two pieces.
 */
export function partsOf(contentType: string): ((piece: Buffer) => number) | null {
  const boundary = /^multipart\/form-data\b.*;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  if (!boundary) return null;
  const mark = Buffer.from(`--${boundary[1] ?? boundary[2]}`);
  let [count, rest] = [0, Buffer.alloc(0)];
  return (piece) => {
    const read = Buffer.concat([rest, piece]);
    let end = 0;
    for (let at = read.indexOf(mark); at !== -1; at = read.indexOf(mark, end)) {
      count++;
      end = at + mark.length;
    }
    rest = Buffer.from(read.subarray(Math.max(end, read.length - mark.length + 1)));
    return count;
  };
}

/**
 * Watches a body from its first byte: call it before anything is awaited. Calls `tooMany` once, and lets
 * nothing more through, when more than `parts` have come. A body that is `whole` is taken in whether or not
 * anybody reads it yet: it is small.
 * @returns settled when all of it has come; never, where it does not
 */
export function watchBody(
  request: IncomingMessage,
  { parts, whole }: { parts: number; whole: boolean },
  tooMany: () => void,
): Promise<void> {
  const count = partsOf(request.headers["content-type"] ?? "");
  const push = request.push;
  let over = false;
  return new Promise((come) => {
    // The parser pushes what it reads, and null at the end: watched here, no piece is copied twice.
    request.push = (piece: unknown, ...rest: unknown[]) => {
      if (!over && count && Buffer.isBuffer(piece) && count(piece) > parts) {
        over = true;
        tooMany();
      }
      // The end alone still comes: a request that never ends keeps its socket's time-out, which would cut off
      // the next one on it.
      if (over) return piece === null ? Reflect.apply(push, request, [null]) : true;
      const more = Reflect.apply(push, request, [piece, ...rest]);
      if (piece === null) come();
      return whole || more;
    };
  });
}
