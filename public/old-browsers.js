/* What Chromium 87 lacks of what the pages use. Loaded before everything else, and only where it is missing (app/floor.ts). */
(function () {
  function add(owner, name, value) {
    if (!owner[name]) Object.defineProperty(owner, name, { value: value, writable: true, configurable: true });
  }
  var list = Array.prototype;
  add(list, "toSorted", function (compare) { return list.slice.call(this).sort(compare); });
  add(list, "toReversed", function () { return list.slice.call(this).reverse(); });
  add(list, "findLastIndex", function (test, self) {
    for (var at = this.length - 1; at >= 0; at--) if (test.call(self, this[at], at, this)) return at;
    return -1;
  });
  add(list, "findLast", function (test, self) {
    var at = list.findLastIndex.call(this, test, self);
    return at < 0 ? undefined : this[at];
  });
  add(Map, "groupBy", function (items, keyOf) {
    var groups = new Map(), at = 0;
    Array.from(items).forEach(function (item) {
      var key = keyOf(item, at++), group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    });
    return groups;
  });
  add(AbortSignal, "timeout", function (ms) {
    var timer = new AbortController();
    setTimeout(function () { timer.abort(); }, ms);
    return timer.signal;
  });
})();
