/**
 * Part of a whole as a whole percentage, rounded half away from zero, that never claims what is not so
 * (decision 0029): "100%" is all of it and nothing else, "0%" nothing at all. 99.6 % is ">99%", 100.4 %
 * ">100%", 0.4 % "<1%"; "—" of nothing.
 */
export function ratio(part: number, whole: number): string {
  if (whole <= 0) return "—";
  if (part < 0) return `−${ratio(-part, whole)}`.replace("−<", ">−");
  const percent = Math.round((part / whole) * 100);
  if (percent === 0 && part > 0) return "<1%";
  if (percent === 100 && part !== whole) return part < whole ? ">99%" : ">100%";
  return `${percent}%`;
}

/**
 * The same in whole basis points, for files and columns of figures: 10,000 is all of it and nothing else, 0
 * nothing at all; `null` of nothing.
 */
export function ratioBp(part: number, whole: number): number | null {
  if (whole <= 0) return null;
  const bp = Math.sign(part) * Math.round((Math.abs(part) / whole) * 10_000);
  if (bp === 0) return Math.sign(part);
  return bp === 10_000 && part !== whole ? bp + Math.sign(part - whole) : bp;
}
