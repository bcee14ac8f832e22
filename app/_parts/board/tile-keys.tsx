"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";

type Shown = { say: string; href: string; x: number; y: number; above: boolean; touched: boolean };

/**
 * What the tiles gain where a script runs: the sentence on hover, focus and the first tap (the second opens
 * the village), arrow keys between them, one stop for Tab instead of one a village. Without it they are plain
 * links.
 */
export function TileKeys({ open, help, children }: { open: string; help: string; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const [shown, setShown] = useState<Shown | null>(null);
  const touch = useRef(false);

  useEffect(() => {
    const tiles = tilesIn(box.current);
    const stop = tiles.find((tile) => tile.getAttribute("tabindex") === "0") ?? tiles[0];
    for (const tile of tiles) {
      tile.setAttribute("tabindex", tile === stop ? "0" : "-1");
      takeSentence(tile);
    }
  });
  useEffect(() => {
    // What is pointed at scrolls away; what has the keyboard's focus may just have been scrolled into view.
    const follow = () => {
      const tile =
        document.activeElement &&
        !touch.current &&
        box.current?.contains(document.activeElement) &&
        tileAt(document.activeElement);
      setShown(tile ? shownAt(tile) : null);
    };
    addEventListener("scroll", follow, { passive: true, capture: true });
    return () => removeEventListener("scroll", follow, { capture: true });
  }, []);

  const show = (target: EventTarget, touched = false) => {
    const tile = tileAt(target);
    setShown(tile && shownAt(tile, touched));
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only adds to the links inside, which work without it
    <div
      ref={box}
      onPointerDown={(event) => {
        touch.current = event.pointerType === "touch";
      }}
      onPointerOver={(event) => event.pointerType === "mouse" && show(event.target)}
      onPointerLeave={(event) => event.pointerType === "mouse" && setShown(null)}
      onFocus={(event) => !touch.current && show(event.target)}
      onBlur={() => setShown((now) => (now?.touched ? now : null))}
      onClick={(event) => {
        const tile = tileAt(event.target);
        if (!tile || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        if (touch.current && shown?.href !== hrefOf(tile)) show(tile, true);
        else router.push(hrefOf(tile));
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") setShown(null);
        const next = neighbour(tilesIn(box.current), tileAt(event.target), event.key);
        if (!next) return;
        event.preventDefault();
        for (const tile of tilesIn(box.current)) tile.setAttribute("tabindex", tile === next ? "0" : "-1");
        next.focus();
      }}
    >
      <span className="sr-only">{help}</span>
      {children}
      {shown && (
        <div
          className="tile-say no-print"
          role="status"
          style={{ left: shown.x, ...(shown.above ? { bottom: shown.y } : { top: shown.y }) }}
        >
          {shown.say}
          {shown.touched && (
            <>
              <br />
              <a
                href={shown.href}
                onClick={(event) => {
                  event.preventDefault();
                  event.stopPropagation();
                  router.push(shown.href);
                }}
              >
                {open} →
              </a>
            </>
          )}
        </div>
      )}
    </div>
  );
}

/** What `tile` says, and where on the screen: below it, or above where there is no room. */
function shownAt(tile: Tile, touched = false): Shown {
  const place = tile.getBoundingClientRect();
  const above = place.bottom + 110 > innerHeight;
  const x = Math.min(Math.max(12, place.left), Math.max(12, innerWidth - 352));
  const y = above ? innerHeight - place.top + 6 : place.bottom + 6;
  return { say: tile.getAttribute("aria-description") ?? "", href: hrefOf(tile), x, y, above, touched };
}

/** A village's link: a tile, or a shape of a drawn map. */
type Tile = HTMLAnchorElement | SVGAElement;
const tilesIn = (box: HTMLElement | null) => [...(box?.querySelectorAll<Tile>("a[data-village]") ?? [])];
const tileAt = (target: EventTarget) =>
  target instanceof Element ? target.closest<Tile>("a[data-village]") : null;
const hrefOf = (tile: Tile) => tile.getAttribute("href") ?? "";

/**
 * Makes what the tile says its description, and takes it from the browser's own, slower tooltip, which would
 * cover ours.
 */
function takeSentence(tile: Tile) {
  const drawn = tile.querySelector(":scope > title")?.firstChild;
  const say = tile.getAttribute("title") || drawn?.nodeValue;
  if (say) tile.setAttribute("aria-description", say);
  tile.removeAttribute("title");
  if (drawn) drawn.nodeValue = "";
}

/**
 * Left and right in reading order, up and down to the nearest tile of the next row, Home and End to the ends.
 */
function neighbour(tiles: Tile[], from: Tile | null, key: string): Tile | undefined {
  if (!from) return undefined;
  const at = tiles.indexOf(from);
  if (key === "ArrowRight") return tiles[at + 1];
  if (key === "ArrowLeft") return tiles[at - 1];
  if (key === "Home") return tiles[0];
  if (key === "End") return tiles.at(-1);
  if (key !== "ArrowDown" && key !== "ArrowUp") return undefined;
  const here = from.getBoundingClientRect();
  const way = key === "ArrowDown" ? 1 : -1;
  const distance = (tile: Tile) => {
    const place = tile.getBoundingClientRect();
    const rows = way * (place.top - here.top);
    return rows > 1 ? rows + 3 * Math.abs(place.left - here.left) : Number.POSITIVE_INFINITY;
  };
  const [nearest] = tiles.map((tile) => ({ tile, far: distance(tile) })).toSorted((a, b) => a.far - b.far);
  return nearest && Number.isFinite(nearest.far) ? nearest.tile : undefined;
}
