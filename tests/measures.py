"""Scripts that measure a page where the browser has put its characters and controls; what they find is a fault."""

# Characters of one date, range or time that do not stand from left to right.
TURNED = r"""() => {
    const turned = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode;
        if (text.parentElement.closest('svg, script, style')) continue;
        for (const match of text.data.matchAll(/\d+(?:[-–\/.:]\d+)+/g)) {
            const boxes = [...match[0]].map((_, at) => {
                const range = document.createRange();
                range.setStart(text, match.index + at);
                range.setEnd(text, match.index + at + 1);
                return range.getBoundingClientRect();
            });
            const before = (a, b) => Math.abs(a.top - b.top) < 3 && b.left < a.left - .5;
            if (boxes.some((box, at) => at && before(boxes[at - 1], box))) turned.push(match[0]);
        }
    }
    return turned;
}"""
# Dates, and names with one letter behind a hyphen, that begin on one line and end on the next.
TORN = r"""() => {
    const torn = [], walker = document.createTreeWalker(document.querySelector('#ev-article'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode;
        if (text.parentElement.closest('svg, script, style, .ev-tip')) continue;
        for (const match of text.data.matchAll(/(?<![\w/.-])(?:\d{4}-\d\d(?:-\d\d)?|ISIL-K)(?![\w/-])/g)) {
            const range = document.createRange();
            range.setStart(text, match.index);
            range.setEnd(text, match.index + match[0].length);
            if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) torn.push(match[0]);
        }
    }
    return torn;
}"""
# What is kept on one line and stands by itself in a grid, where it would be a cell of its own.
LAID_OUT_ALONE = """() => [...document.querySelectorAll('.ev-whole')]
    .filter((one) => /grid|flex/.test(getComputedStyle(one.parentElement).display))
    .map((one) => one.parentElement.textContent)"""
# Tables whose rows stand as blocks and that hide a column.
CUT_OFF = """() => [...document.querySelectorAll('.ev-stack')]
    .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent.slice(0, 60))"""
# The names by which a screen reader tells folds and other groups apart.
NAMES = """(selector) => [...document.querySelectorAll(selector)].filter((one) => one.getClientRects().length)
    .map((one) => one.getAttribute('aria-label') || one.querySelector('legend')?.textContent
        || document.getElementById(one.getAttribute('aria-labelledby'))?.textContent || '')"""
WIDTH = "document.documentElement.scrollWidth"
HEIGHT = "document.documentElement.scrollHeight"
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
