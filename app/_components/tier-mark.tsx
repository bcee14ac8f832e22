/** A village's tier: its word on its colour, hatched where there is no data. */
export function TierMark({ tier, label }: { tier: string; label: string }) {
  return (
    <span className={`tier-${tier} inline-block whitespace-nowrap rounded-[3px] px-1.5 text-xs leading-5 print:border print:border-line-strong`}>
      {label}
    </span>
  );
}
