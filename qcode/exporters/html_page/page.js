"use strict";
(() => {
  const PORTION = 100;
  const NEAR = 800;
  const FILTER_FROM = 12;
  const JAPANESE = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d]/;

  const data = JSON.parse(document.getElementById("data").textContent);
  const quotations = data.quotations;
  const collator = new Intl.Collator(undefined, { numeric: true });

  // Texts reach the page here and nowhere else: as text.
  function element(name, text, kind) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) {
      made.textContent = text;
      if (JAPANESE.test(text)) made.lang = "ja";
    }
    return made;
  }

  const folded = (text) => text.normalize("NFKC").toLowerCase();
  const counted = (number, what) => `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;

  function shown(column, row) {
    if (column.shown) return column.shown[row];
    return String(column.at ? column.words[column.at[row]] : column.values[row]);
  }

  function keyOf(column, row) {
    if (!column.numeric) return shown(column, row) || null;
    const value = column.values[row];
    return typeof value === "number" ? value : null;
  }

  // What is nothing, and marks in the place of numbers, come last in both directions.
  function compare(one, other, direction) {
    if (one === null || other === null) return (one === null) - (other === null);
    return direction * (typeof one === "number" ? one - other : collator.compare(one, other));
  }

  function sorted(items, key, direction) {
    const pairs = items.map((item) => [key(item), item]);
    return pairs.sort((one, other) => compare(one[0], other[0], direction)).map((pair) => pair[1]);
  }

  // The rows of a list that hold a text in some column.
  function holding(columns, rows, text) {
    const wanted = folded(text.trim());
    if (!wanted) return rows;
    const tests = columns.filter((column) => !column.numeric).map((column) => {
      column.folded ??= (column.words ?? column.values).map(folded);
      const hits = column.folded.map((one) => one.includes(wanted));
      return column.at ? (row) => hits[column.at[row]] : (row) => hits[row];
    });
    return rows.filter((row) => tests.some((test) => test(row)));
  }

  // Draws items as one scrolls towards them: a hundred thousand at once would stop a browser.
  function inPortions(container, scroller, draw) {
    let items = [];
    let drawn = 0;
    const more = () => {
      const part = document.createDocumentFragment();
      for (const end = Math.min(drawn + PORTION, items.length); drawn < end; drawn++) part.append(draw(items[drawn]));
      container.append(part);
    };
    scroller.addEventListener("scroll", () => {
      if (drawn < items.length && scroller.scrollTop + scroller.clientHeight > scroller.scrollHeight - NEAR) more();
    });
    return (all) => {
      items = all;
      drawn = 0;
      container.replaceChildren();
      scroller.scrollTop = 0;
      more();
    };
  }

  function searchField(label, changed) {
    const field = element("input");
    field.type = "search";
    field.placeholder = label;
    field.setAttribute("aria-label", label);
    let waiting = 0;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => changed(field.value), 120);
    });
    return field;
  }

  function status() {
    const line = element("p");
    line.setAttribute("role", "status");
    return line;
  }

  // Heads: a click sorts, another the other way round, a third as it was.
  function makeSortable(heads, sort) {
    let by = null;
    let direction = 0;
    heads.forEach((head, place) => {
      const button = element("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const first = head.classList.contains("num") ? -1 : 1;
        direction = by !== place ? first : direction === first ? -first : 0;
        by = direction ? place : null;
        heads.forEach((one, number) => {
          if (number === by) one.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
          else one.removeAttribute("aria-sort");
        });
        sort(place, direction);
      });
    });
  }

  function startList({ table, scroll, tools, heads, content }) {
    const every = [...Array(content.rows).keys()];
    const long = content.columns.map((column) => ["quote", "translation", "memo"].includes(column.name));
    const draw = (row) => {
      const line = element("tr");
      content.columns.forEach((column, place) => {
        line.append(element("td", shown(column, row), column.numeric ? "num" : long[place] ? "long" : ""));
      });
      return line;
    };
    const show = inPortions(table.tBodies[0], scroll, draw);
    const line = status();
    let order = every;
    let text = "";
    const update = () => {
      const found = holding(content.columns, order, text);
      line.textContent = (found.length < content.rows ? `${found.length.toLocaleString("en")} of ` : "") +
        counted(content.rows, "row");
      show(found);
    };
    if (content.rows > FILTER_FROM) {
      tools.append(searchField("Find in these rows", (value) => { text = value; update(); }), line);
    }
    makeSortable(heads, (place, direction) => {
      const column = content.columns[place];
      order = direction ? sorted(every, (row) => keyOf(column, row), direction) : every;
      update();
    });
    update();
  }

  // Rows stay in their group, sub-codes below their code; totals stay where they are.
  function startCounts(one) {
    const { table, tools, heads } = one;
    const bodies = [...table.tBodies].filter((body) => !body.classList.contains("totals")).map((body) => {
      const rows = [...body.rows].filter((row) => !row.classList.contains("group"));
      const roots = [];
      const above = [];
      for (const row of rows) {
        const node = { row, level: Number(row.dataset.level), below: [] };
        while (above.length && above[above.length - 1].level >= node.level) above.pop();
        (above.length ? above[above.length - 1].below : roots).push(node);
        above.push(node);
      }
      return { body, rows, roots };
    });
    const flat = (nodes, order) => order(nodes).flatMap((node) => [node.row, ...flat(node.below, order)]);
    makeSortable(heads, (place, direction) => {
      const numeric = heads[place].classList.contains("num");
      const key = ({ row }) => {
        const cell = row.cells[place];
        if (numeric) return cell.dataset.value === undefined ? null : Number(cell.dataset.value);
        return cell.textContent || null;
      };
      const order = direction ? (nodes) => sorted(nodes, key, direction) : (nodes) => nodes;
      for (const { body, roots } of bodies) body.append(...flat(roots, order));
    });
    const rows = bodies.flatMap((body) => body.rows);
    if (rows.length > FILTER_FROM) {
      tools.append(searchField("Find a row", (value) => {
        const wanted = folded(value.trim());
        for (const row of rows) row.hidden = !folded(row.cells[0].dataset.name).includes(wanted);
      }));
    }
    if (one.content.sets.length) startQuotations(one);
  }

  // A set names the first of its rows, and of each other how far it lies behind the one before.
  function rowsOf(set) {
    let row = 0;
    return set.map((step) => row += step);
  }

  function figureOf(row) {
    const made = element("figure");
    const said = (name) => columnNamed.has(name) ? shown(columnNamed.get(name), row) : "";
    const source = element("figcaption");
    made.append(element("blockquote", said("quote")));
    if (said("translation")) made.append(element("p", said("translation"), "translation"));
    if (said("memo")) made.append(element("p", said("memo"), "memo"));
    for (const column of quotations.columns) {
      if (["quote", "translation", "memo", "end"].includes(column.name)) continue;
      const text = column.name === "start" ? `${said("start")}–${said("end")}` : shown(column, row);
      if (!text) continue;
      const word = element("span", text);
      word.title = column.name === "start" ? "characters" : column.label;
      source.append(word);
    }
    made.append(source);
    return made;
  }

  const columnNamed = new Map(quotations ? quotations.columns.map((column) => [column.name, column]) : []);
  const openings = new Map();
  const remember = (key) => { try { history.replaceState(null, "", `#${key}`); } catch { /* a page in a frame */ } };

  // The panel is the browser's own dialogue: Escape closes it, the rest of the page waits behind it.
  // It is made once, for all tables, when a table is there whose numbers open it.
  let panelMade = null;
  function panelOf() {
    if (panelMade) return panelMade;
    const panel = element("dialog");
    panel.setAttribute("aria-labelledby", "panel-title");
    const title = element("h2");
    title.id = "panel-title";
    const line = status();
    const close = element("button", "×", "close");
    close.type = "button";
    close.setAttribute("aria-label", "Close");
    const header = element("header");
    const list = element("div", "", "quotations");
    list.tabIndex = 0;
    panel.append(header, list);
    document.body.append(panel);
    const show = inPortions(list, list, figureOf);
    let rows = [];
    let words = "";
    const find = searchField("Find in these quotations", (value) => {
      const found = holding(quotations.columns, rows, value);
      line.textContent = found.length < rows.length ? `${found.length.toLocaleString("en")} of ${words}` : words;
      show(found);
    });
    header.append(title, line, find, close);
    close.addEventListener("click", () => panel.close());
    panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
    panel.addEventListener("close", () => remember(""));
    panelMade = (called, number, found, button) => {
      rows = found;
      title.textContent = called;
      if (JAPANESE.test(called)) title.lang = "ja"; else title.removeAttribute("lang");
      words = number && number.value !== rows.length ? `${number.text}; ${counted(rows.length, "coding")}`
        : counted(rows.length, "quotation");
      line.textContent = words;
      find.value = "";
      find.hidden = rows.length <= FILTER_FROM;
      if (!panel.open) {
        button.focus();
        panel.showModal();
      }
      close.focus();
      show(rows);
    };
    return panelMade;
  }

  function startQuotations({ table, tools, heads, content, prefix }) {
    const panel = panelOf();
    const buttons = new Map();
    function open(place) {
      const button = buttons.get(place);
      const cell = button.closest("td");
      const row = cell.parentElement.cells[0];
      const head = heads[cell.cellIndex].querySelector("button").firstChild.textContent;
      const number = cell.classList.contains("num") ? { text: cell.textContent, value: Number(cell.dataset.value) } : null;
      rove(button);
      panel(`${row.dataset.name} × ${head}`, number, rowsOf(content.sets[content.cells[place]]), button);
      remember(prefix + place);
    }

    // One number is in the order of tab stops; arrow keys go from it to its neighbours.
    let current = null;
    function rove(button) {
      if (current) current.tabIndex = -1;
      current = button;
      current.tabIndex = 0;
    }
    for (const row of table.querySelectorAll("tbody tr[data-row]")) {
      for (const cell of row.querySelectorAll("td[data-column]")) {
        const place = `${row.dataset.row}.${cell.dataset.column}`;
        if (!(place in content.cells)) continue;
        const button = element("button");
        button.type = "button";
        button.tabIndex = -1;
        button.title = counted(content.sets[content.cells[place]].length, "quotation");
        button.append(...cell.childNodes);
        button.addEventListener("click", () => open(place));
        cell.append(button);
        buttons.set(place, button);
        openings.set(prefix + place, () => open(place));
        if (!current) rove(button);
      }
    }
    const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    table.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      const cell = event.target.closest("td");
      if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const lines = [...table.querySelectorAll("tbody tr[data-row]:not([hidden])")];
      let line = lines.indexOf(cell.parentElement) + step[0];
      let place = cell.cellIndex + step[1];
      for (; lines[line]?.cells[place]; line += step[0], place += step[1]) {
        const next = lines[line].cells[place].querySelector("button");
        if (!next) continue;
        rove(next);
        next.focus();
        return;
      }
    });
    tools.append(element("p", "A number opens its quotations; a head sorts."));
  }

  document.querySelectorAll("table").forEach((table, number) => {
    const scroll = table.closest(".scroll");
    const one = {
      table, scroll,
      tools: scroll.previousElementSibling,
      heads: [...table.querySelectorAll(".heads > th")],
      content: data.tables[number],
      prefix: data.tables.length > 1 ? `t${number + 1}.` : "",
    };
    if (table.classList.contains("list")) startList(one);
    else startCounts(one);
  });
  const follow = () => openings.get(decodeURIComponent(location.hash.slice(1)))?.();
  window.addEventListener("hashchange", follow);
  follow();
})();
