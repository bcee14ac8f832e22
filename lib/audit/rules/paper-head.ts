/** As much of a head's hash as stands on paper. */
export const headOnPaper = (hash: string): string => hash.slice(0, 12);

/**
 * The address that a print's QR leads to: `/verify` at `origin` says whether that head belongs to this trail.
 */
export const verifyUrl = ({ origin, seq, hash }: { origin: string; seq: number; hash: string }): string =>
  `${origin}/verify?${new URLSearchParams({ seq: String(seq), head: headOnPaper(hash) })}`;
