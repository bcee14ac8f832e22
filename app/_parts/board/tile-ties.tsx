"use client";

import { useEffect, useId, useRef, useState } from "react";
import { route } from "./tile-route.ts";

export type Tie = { cluster: number; from: number; to: number };

/**
 * Lines over the tiles from the villages that lead to those that they lead. They only add to the tiles, which
 * say the same by sign and in words: without a script and on paper there are none.
 */
export function TileTies({ ties }: { ties: Tie[] }) {
  const field = useRef<SVGSVGElement>(null);
  const arrow = useId();
  const [paths, setPaths] = useState<(Tie & { d: string })[]>([]);
  const [shown, setShown] = useState<string>();

  useEffect(() => {
    const svg = field.current;
    const box = svg?.parentElement;
    if (!svg || !box) return;
    const measure = () => {
      const origin = svg.getBoundingClientRect();
      const at = (village: number) => {
        const place = box.querySelector(`[data-village="${village}"]`)?.getBoundingClientRect();
        return (
          place && { x: place.x - origin.x, y: place.y - origin.y, width: place.width, height: place.height }
        );
      };
      setPaths(
        ties.flatMap((tie) => {
          const [from, to] = [at(tie.from), at(tie.to)];
          return from && to ? [{ ...tie, d: route(from, to) }] : [];
        }),
      );
    };
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [ties]);

  useEffect(() => {
    const map = field.current?.closest("[data-ties]");
    if (!map) return;
    const point = (event: Event) => {
      const cluster =
        event.target instanceof Element
          ? event.target.closest<HTMLElement>("[data-cluster]")?.dataset.cluster
          : undefined;
      setShown(cluster);
      for (const tile of map.querySelectorAll<HTMLElement>("[data-village][data-cluster]"))
        tile.toggleAttribute("data-tied", tile.dataset.cluster === cluster);
    };
    map.addEventListener("pointerover", point);
    map.addEventListener("focusin", point);
    return () => {
      map.removeEventListener("pointerover", point);
      map.removeEventListener("focusin", point);
    };
  }, []);

  return (
    <svg ref={field} className="tile-ties no-print" aria-hidden="true" data-shown={shown ? "" : undefined}>
      <defs>
        <marker
          id={arrow}
          viewBox="0 0 8 8"
          refX="6.5"
          refY="4"
          markerUnits="userSpaceOnUse"
          markerWidth="10"
          markerHeight="10"
          orient="auto-start-reverse"
        >
          <path d="M0 0L8 4L0 8Z" />
        </marker>
      </defs>
      {paths.map(({ cluster, from, to, d }) => (
        <g key={`${from}-${to}`} data-on={String(cluster) === shown ? "" : undefined}>
          <path className="halo" d={d} />
          <path d={d} markerEnd={`url(#${arrow})`} />
        </g>
      ))}
    </svg>
  );
}
