/**
 * The pages that leaders look at in a meeting and on a wall: what P3 and P8 measure, in this one place. A
 * chart's library may come with some.
 */
export const views = [
  { path: "/board", reach: 150 },
  { path: "/board?asOf=2016-06-30", reach: 150 },
  { path: "/board/heat", reach: 60 },
  { path: "/board/gantt", reach: 60 },
  { path: "/board/phases", reach: 60 },
  { path: "/board/ranking", reach: 60 },
  { path: "/board/map", reach: 60 },
  { path: "/board/compare?from=2016-06-30", reach: 60 },
  { path: "/wall", reach: 60 },
];
