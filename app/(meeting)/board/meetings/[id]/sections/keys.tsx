"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const toggleFullScreen = () =>
  document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();

export const FullScreen = ({ label }: { label: string }) => (
  <button type="button" className="button presenter-button noscript:hidden" onClick={toggleFullScreen}>
    {label} <kbd className="font-sans text-ink-3">F</kbd>
  </button>
);

type Props = {
  at: number;
  last: number;
  /** The addresses of the screens from 0 to `last`, then that of the minutes. */
  places: string[];
  leave: string;
};

/** Keyboard and presenter: what they would do elsewhere they still do in a field. */
export function PresenterKeys({ at, last, places, leave }: Props) {
  const router = useRouter();
  useEffect(() => {
    document
      .querySelector(".agenda-strip [aria-current]")
      ?.scrollIntoView({ block: "nearest", inline: "center" });
    let here = at; // a presenter is pressed faster than screens come
    const onKey = (event: KeyboardEvent) => {
      const { key, target } = event;
      const field =
        target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)
          ? target
          : undefined;
      if (field) {
        if (key === "Escape") field.blur();
        if (key === "Enter" && (event.ctrlKey || event.metaKey)) field.closest("form")?.requestSubmit();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const steps: Record<string, number> = {
        ArrowRight: here + 1,
        PageDown: here + 1,
        ArrowLeft: here - 1,
        PageUp: here - 1,
        Home: 0,
        End: last,
      };
      const to = steps[key];
      if (to !== undefined) {
        event.preventDefault();
        const place = places[to];
        if (!place || to === here) return;
        here = to;
        router.push(place);
      } else if (key.toLowerCase() === "f") void toggleFullScreen();
      else if (key === "Escape" && !document.fullscreenElement) router.push(leave);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [at, last, places, leave, router]);
  return null;
}
