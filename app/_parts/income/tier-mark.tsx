/** A village's tier: its word on its colour, hatched where there is no data. */
export function TierMark({ tier, label, hint }: { tier: string; label: string; hint?: string | undefined }) {
  return (
    <span
      title={hint}
      className={`tier-${tier} inline-block whitespace-nowrap rounded-[3px] px-1.5 text-xs leading-5 print:border print:border-line-strong`}
    >
      {label}
    </span>
  );
}
