/** A whole percentage that never claims the whole: 99.6 % is 99 %, 0.4 % is 1 %. "—" of nothing. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return "—";
  const exact = (part / whole) * 100;
  const rounded = Math.round(exact);
  if (rounded >= 100 && exact < 100) return "99%";
  if (rounded === 0 && exact > 0) return "1%";
  return `${rounded}%`;
}
