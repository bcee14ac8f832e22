"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { Words } from "#lib/core/message-keys.ts";
import type { keysWords } from "./words.ts";

export type KeysWords = Words<typeof keysWords>;
export type Shortcut = { key: string; href: string; label: string };

// The palette is fetched when it is first called for, not with every page.
const Palette = dynamic(() => import("./palette.tsx").then((module) => module.Palette), { ssr: false });
const KeyList = dynamic(() => import("./palette.tsx").then((module) => module.KeyList), { ssr: false });

/** Ctrl+K finds, ? lists the keys, g and a letter goes to a page. */
export function Keys({ places, search, words }: { places: Shortcut[]; search: boolean; words: KeysWords }) {
  const router = useRouter();
  const [open, setOpen] = useState<"palette" | "keys">();

  useEffect(() => {
    let afterG = false;
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        (event.target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName));
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && search) {
        event.preventDefault();
        setOpen("palette");
        return;
      }
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const place = afterG ? places.find(({ key }) => key === event.key) : undefined;
      afterG = event.key === "g";
      if (place) router.push(place.href);
      else if (event.key === "?") setOpen("keys");
      else if (event.key === "/" && search) {
        event.preventDefault();
        setOpen("palette");
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [places, router, search]);

  return (
    <>
      {search && (
        <button
          type="button"
          onClick={() => setOpen("palette")}
          className="flex w-60 cursor-pointer items-center justify-between gap-2 rounded-md border border-line-strong px-2.5 py-1.5 text-[13px] text-ink-3 max-2xl:w-44 max-phone:w-auto"
          aria-label={`${words.search} Ctrl K`}
        >
          <span className="truncate max-phone:hidden">{words.search}</span>
          <kbd className="whitespace-nowrap font-sans max-phone:hidden">Ctrl K</kbd>
          <Search aria-hidden="true" size={18} className="phone:hidden" />
        </button>
      )}
      {open === "palette" && <Palette words={words} onClose={() => setOpen(undefined)} />}
      {open === "keys" && (
        <KeyList places={places} words={words} search={search} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}
