"use client";

import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { type ReactNode, useEffect, useState } from "react";
import type { KeysWords, Shortcut } from "./keys.tsx";

type Found = {
  found: { href: string; name: string; place: string; kind: string }[];
  /** Villages of that name that are not theirs to look at, each in a sentence. */
  outside: string[];
};
const nothing: Found = { found: [], outside: [] };

/** Finds villages and projects by Chinese, pinyin, initials or code. */
export function Palette({ words, onClose }: { words: KeysWords; onClose: () => void }) {
  const router = useRouter();
  const [text, setText] = useState("");
  const [{ found, outside }, setFound] = useState(nothing);

  useEffect(() => {
    const asked = new AbortController();
    if (text.trim() === "") setFound(nothing);
    else {
      fetch(`/find?q=${encodeURIComponent(text.trim())}`, { signal: asked.signal })
        .then((answer) => (answer.ok ? (answer.json() as Promise<Found>) : nothing))
        .then(setFound)
        .catch((error: Error) => {
          if (error.name !== "AbortError") setFound(nothing);
        });
    }
    return () => asked.abort();
  }, [text]);

  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  return (
    <Sheet title={words.search} onClose={onClose}>
      <Command shouldFilter={false} label={words.search}>
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder={words.search}
          className="w-full border-b border-line px-4 py-3 text-base outline-none"
        />
        <Command.List className="max-h-[50vh] overflow-auto p-2">
          {text.trim() !== "" && (
            <Command.Empty className="px-3 py-6 text-center text-ink-3">
              {outside.length > 0 ? outside.map((each) => <p key={each}>{each}</p>) : words.none}
            </Command.Empty>
          )}
          {found.map((each) => (
            <Command.Item
              key={each.href}
              value={each.href}
              onSelect={go}
              className="flex cursor-pointer items-baseline gap-2 rounded-md px-3 py-2 data-[selected=true]:bg-brand-bg"
            >
              <span className="w-14 shrink-0 text-xs text-ink-3">{each.kind}</span>
              <b className="font-semibold">{each.name}</b>
              <span className="ml-auto text-xs text-ink-3">{each.place}</span>
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Sheet>
  );
}

/** What `?` shows. */
export function KeyList({
  places,
  words,
  search,
  onClose,
}: {
  places: Shortcut[];
  words: KeysWords;
  search: boolean;
  onClose: () => void;
}) {
  const keys = [
    ...(search ? [{ key: "Ctrl K", label: words.search }] : []),
    { key: "?", label: words.keys },
    ...places.map(({ key, label }) => ({ key: `g ${key}`, label })),
  ];
  return (
    <Sheet title={words.keys} onClose={onClose}>
      <div className="p-5">
        <h2 className="mb-3">{words.keys}</h2>
        <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2">
          {keys.map(({ key, label }) => (
            <div key={key} className="contents">
              <dt>
                <kbd className="rounded border border-line-strong bg-mute-bg px-1.5 py-0.5 text-xs">
                  {key}
                </kbd>
              </dt>
              <dd>{label}</dd>
            </div>
          ))}
        </dl>
        <button type="button" className="button mt-5" onClick={onClose}>
          {words.close}
        </button>
      </div>
    </Sheet>
  );
}

function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-ink/30" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-0 top-[12vh] z-50 mx-auto w-[min(560px,calc(100vw-32px))] overflow-hidden rounded-lg border border-line bg-sheet shadow-xl"
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
