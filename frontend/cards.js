// The cards: scripts that hand their data over, because those load from a folder on disk as well.
const asked = new Map(); // name -> {data, arrived}

globalThis.kbCards = (name, data) => asked.get(name)?.arrived(data);

// Promises the data of `cards/<name>.js` below the site's base; one that failed is asked for again.
export function load(base, name) {
  if (!asked.has(name)) {
    const wanted = {};
    wanted.data = new Promise((done, failed) => {
      wanted.arrived = done;
      const cut = () => failed(new Error(`${name}: not loaded`));
      document.head.append(Object.assign(document.createElement("script"), { src: new URL(`${base}/cards/${name}.js`, location.href).href, onerror: cut, onload: cut }));
    });
    wanted.data.catch(() => asked.delete(name));
    asked.set(name, wanted);
  }
  return asked.get(name).data;
}

// The questions and their follow-ups as cards of their own.
export function expanded(rows) {
  return rows.flatMap((row) => [
    row,
    ...Object.entries(row.followups).map(([id, minutes]) => ({ ...row, id: `${row.id}#${id}`, parent: row.id, minutes, related: [row.id, ...row.related] })),
  ]);
}
