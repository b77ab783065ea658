// How stories look wherever they are shown: how one stands, how many articles each day brought, and those articles.

const MARKS = { new: 'New', developing: 'Developing', corrected: 'Corrected', closed: 'Closed', updated: 'Updated', withdrawn: 'Withdrawn' };

function mark(kind) { return el('span', `status ${kind}`, MARKS[kind]); }

// A small chart; what it shows stands beside it in words, so that no screen reader reads it out.
function drawDays(days) {
  const bars = el('span', 'days');
  bars.setAttribute('aria-hidden', 'true');
  const most = Math.max(...days.map(day => day.articles));
  for (const day of days) {
    const bar = el('span', 'day');
    bar.style.height = day.articles ? `${Math.round(15 + 85 * day.articles / most)}%` : '0';
    bar.title = `${day.day}: ${day.articles}`;
    bars.append(bar);
  }
  return bars;
}

function drawStoryLine(days, send) {
  const line = el('ol', 'story-line');
  for (const day of days) {
    const item = el('li'), list = el('ul');
    item.append(el('div', 'label', day.day));
    for (const article of day.articles) list.append(article.here ? el('li', 'here', article.row.title) : itemOf(article.row, send));
    item.append(list);
    line.append(item);
  }
  return line;
}

function itemOf(row, send) {
  const item = el('li');
  item.append(placeLink(el('a', '', row.title), row.place, send), el('span', 'quiet', ` ${row.meta}`));
  return item;
}
