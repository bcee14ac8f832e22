/**
 * Progress against pace: the bar is what is done, the mark what the plan calls for. The numbers stand beside
 * it.
 */
export function PaceBar({
  actualBp,
  plannedBp,
  light,
  className = "",
}: {
  actualBp: number;
  plannedBp: number;
  light?: string;
  className?: string;
}) {
  const colour =
    light === "red"
      ? "var(--color-bad)"
      : light === "yellow"
        ? "#d98a1f"
        : light === "green"
          ? "var(--color-ok)"
          : "#98a2b0";
  return (
    <span className={`bar block print:border print:border-line-strong ${className}`} aria-hidden="true">
      <i style={{ width: `${actualBp / 100}%`, background: colour }} />
      <u style={{ left: `calc(${plannedBp / 100}% - 1px)` }} />
    </span>
  );
}
