// Numbered citations in running text, and what is seen on hovering over them.

function makeChip(chip, send, tip) {
  const node = placeLink(el('a', chip.standing ? 'chip stale' : 'chip', String(chip.n)), chip.place, send);
  const about = [chip.publisher, chip.day].filter(Boolean).join(', ') || chip.title;
  node.setAttribute('aria-label', `Source ${chip.n}: ${[about, chip.standing].filter(Boolean).join('. ')}`);
  node.setAttribute('aria-description', chip.quote);
  node.onpointerenter = event => { if (event.pointerType !== 'touch') showTip(tip, node, chip); };
  node.onfocus = () => { if (node.matches(':focus-visible')) showTip(tip, node, chip); };
  node.onpointerleave = node.onblur = () => tip.hidePopover();
  node.addEventListener('click', () => tip.hidePopover());
  return node;
}

function showTip(tip, anchor, chip) {
  const about = el('div', 'tip-about', [chip.publisher, chip.day].filter(Boolean).join(' · ') || chip.title);
  tip.replaceChildren(el('div', 'tip-quote serif', chip.quote), about);
  if (chip.standing) tip.append(el('div', 'tip-standing', chip.standing));
  if (!tip.matches(':popover-open')) tip.showPopover();
  const at = anchor.getBoundingClientRect(), box = tip.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left - 24), window.innerWidth - box.width - 8);
  const above = at.top - box.height - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 64 ? above : at.bottom + 8}px`;
}

// A statement: its words, the answering part emphasised, then its chips.
function makeStatement(statement, send, tip) {
  const node = el('span', `statement ${statement.support}`);
  const [before, core, after] = statement.parts;
  node.append(el('span', '', before));
  if (core) node.append(el('strong', 'core', core));
  node.append(el('span', '', after));
  const held = lastWordOf(node);
  for (const chip of statement.chips) held.append(makeChip(chip, send, tip));
  return node;
}

// A place at the end that the last word and its chips share, so that no chip stands alone at the head of a line. A word
// that is longer than a line may be stays where it is, and so does one that is read from right to left.
function lastWordOf(node) {
  const held = el('span', 'held'), piece = [...node.children].findLast(each => each.textContent);
  const word = piece?.textContent.match(/\S{1,24}$/)?.[0];
  if (word && !/[\u0590-\u08ff]/.test(piece.textContent)) {
    piece.textContent = piece.textContent.slice(0, -word.length);
    held.append(el(piece.localName, piece.className, word));
  }
  node.append(held);
  return held;
}

function makeConflict(conflict, send, tip) {
  const box = el('div', 'conflict');
  box.append(el('div', 'label', conflict.about ? `Sources differ: ${conflict.about}` : 'Sources differ'));
  const sides = el('div', 'sides');
  for (const side of conflict.sides) {
    const card = el('div', 'side');
    const value = el('div', 'value serif', side.value);
    value.append(makeChip(side.chip, send, tip));
    card.append(value, el('div', 'quote serif', side.chip.quote));
    card.append(el('div', 'quiet', [side.chip.publisher, side.chip.day, side.note].filter(Boolean).join(' · ')));
    sides.append(card);
  }
  box.append(sides);
  return box;
}
