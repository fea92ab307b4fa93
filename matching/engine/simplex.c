/* Least-cost flow from people to seats by the network simplex method: one pass of flow.py, several times as quick as
 * a general solver, since every arc leads from a row to a column and none has a limit of its own.
 *
 * Rows are the people, one unit each, and after them the empty seats; columns are the activities, which take their
 * seats, and after them "no place", which takes as many as there are people. So supply and demand are equal whatever
 * is chosen. A person may always go without and a seat may always stay empty: where that is forbidden the caller lets
 * it cost more than any exchange can save, and looks whether it was needed.
 *
 * The tree hangs from "no place". A row's arc to its parent leads up, a column's arc leads down from its parent, so
 * that flow, cost and direction of a tree arc are kept at its lower end. The tree stays strongly feasible (an arc
 * without flow leads up), by which the method ends; see Cunningham 1976.
 *
 * Prices and depths are kept for columns only: a row's follow from its parent's. Nearly all rows are leaves, often
 * thousands below one column, and a column that is hung elsewhere takes them along without a step for each; so only
 * rows with something below them are in the list of their parent's children.
 */
#include <stdint.h>
#include <stdlib.h>

typedef struct {
    int32_t parent, child, next, previous; /* -1 for none */
    int32_t arc, depth;                    /* the number of the arc to the parent; the depth of a column */
    int64_t flow, price;                   /* the price of a column, of a row the cost of the arc to its parent */
} Node;

static int32_t depth(const Node *nodes, int32_t at, int32_t rows) {
    return at < rows ? nodes[nodes[at].parent].depth + 1 : nodes[at].depth;
}

static void list(Node *nodes, int32_t below) {
    Node *node = &nodes[below], *above = &nodes[node->parent];
    node->previous = -1;
    node->next = above->child;
    if (node->next >= 0) nodes[node->next].previous = below;
    above->child = below;
}

static void strike(Node *nodes, int32_t below) {
    Node *node = &nodes[below];
    if (node->next >= 0) nodes[node->next].previous = node->previous;
    if (node->previous >= 0) nodes[node->previous].next = node->next;
    else nodes[node->parent].child = node->next;
}

static void hang(Node *nodes, int32_t below, int32_t above, int32_t rows) {
    int first_of_row = above < rows && nodes[above].child < 0;
    nodes[below].parent = above;
    if (below >= rows || nodes[below].child >= 0) list(nodes, below);
    if (first_of_row) list(nodes, above);
}

static void cut(Node *nodes, int32_t below, int32_t rows) {
    int32_t above = nodes[below].parent;
    if (below >= rows || nodes[below].child >= 0) strike(nodes, below);
    if (above < rows && nodes[above].child < 0) strike(nodes, above);
}

/* Every column below `top` and itself: two depths more than the one above, and a price that differs by `change`. */
static void settle(Node *nodes, int32_t top, int64_t change, int32_t rows) {
    int32_t at = top;
    for (;;) {
        if (at >= rows) {
            nodes[at].depth = nodes[nodes[nodes[at].parent].parent].depth + 2;
            nodes[at].price += change;
        }
        if (nodes[at].child >= 0) { at = nodes[at].child; continue; }
        while (at != top && nodes[at].next < 0) at = nodes[at].parent;
        if (at == top) return;
        at = nodes[at].next;
    }
}

/* What happens when more goes from a row to a column and back through the tree. */
typedef struct {
    int32_t row, column, meeting; /* where the ways up from both ends meet */
    int32_t gone;                 /* the lower end of the arc that gives way */
    int on_row_side;              /* where that arc lies */
    int64_t units;
} Cycle;

/* The arc that loses its flow first gives way; of several, the last on the way round from the meeting: on the
 * column's side that nearest to the meeting, else that nearest to the row. */
static Cycle around(const Node *nodes, int32_t row, int32_t column, int32_t rows) {
    int32_t over = row, beyond = column, on_row = -1, on_column = -1;
    int64_t least_row = INT64_MAX, least_column = INT64_MAX;
    while (over != beyond) {
        if (depth(nodes, over, rows) >= depth(nodes, beyond, rows)) {
            if (over < rows && nodes[over].flow < least_row) least_row = nodes[over].flow, on_row = over;
            over = nodes[over].parent;
        } else {
            if (beyond >= rows && nodes[beyond].flow <= least_column) least_column = nodes[beyond].flow, on_column = beyond;
            beyond = nodes[beyond].parent;
        }
    }
    int first = least_row < least_column;
    return (Cycle){row, column, over, first ? on_row : on_column, first, first ? least_row : least_column};
}

static void push(Node *nodes, const Cycle *cycle, int32_t rows) {
    int64_t units = cycle->units;
    if (!units) return;
    for (int32_t at = cycle->row; at != cycle->meeting; at = nodes[at].parent) nodes[at].flow += at < rows ? -units : units;
    for (int32_t at = cycle->column; at != cycle->meeting; at = nodes[at].parent) nodes[at].flow += at < rows ? units : -units;
}

/* What hung by the arc that gave way hangs from now on by the new one, from `below` to `above`. */
static void rehang(Node *nodes, const Cycle *cycle, int32_t below, int32_t above, int32_t arc, const int64_t *cost,
                   int32_t rows) {
    int64_t flow = cycle->units;
    for (int32_t at = below;;) {
        int32_t parent = nodes[at].parent, old_arc = nodes[at].arc;
        int64_t old_flow = nodes[at].flow;
        cut(nodes, at, rows);
        hang(nodes, at, above, rows);
        nodes[at].arc = arc, nodes[at].flow = flow;
        if (at < rows) nodes[at].price = cost[arc];
        if (at == cycle->gone) return;
        above = at, at = parent, arc = old_arc, flow = old_flow;
    }
}

/* The arc that saves most among the next ones, a block at a time from `*next` on; -1 where none saves anything. */
static int64_t best_arc(const Node *nodes, int64_t arcs, const int32_t *row, const int32_t *column, const int64_t *cost,
                        int64_t block, int64_t *next, int64_t *reduced) {
    int64_t best = -1, at = *next;
    *reduced = 0;
    for (int64_t left = arcs, here = block; left > 0; left--) {
        const Node *person = &nodes[row[at]];
        int64_t change = cost[at] + nodes[person->parent].price - person->price - nodes[column[at]].price;
        if (change < *reduced) *reduced = change, best = at;
        if (++at == arcs) at = 0;
        if (--here == 0) {
            if (best >= 0) break;
            here = block;
        }
    }
    *next = at;
    return best;
}

/* Nobody has a place and every seat is empty: the people and the row of empty seats hang from "no place". */
static void plant(Node *nodes, int32_t people, int32_t activities, int32_t pairs, const int64_t *cost, const int64_t *seats) {
    int32_t rows = people + 1, root = rows + activities;
    nodes[root] = (Node){.parent = -1, .child = -1, .next = -1, .previous = -1, .arc = -1};
    for (int32_t at = 0; at < root; at++) {
        int64_t of_arc = cost[pairs + at];
        nodes[at] = (Node){.child = -1, .arc = pairs + at, .depth = 2, .price = of_arc};
        nodes[at].flow = at < people ? 1 : at == people ? 0 : seats[at - rows];
        hang(nodes, at, at < rows ? root : people, rows);
    }
}

/* Writes for each person the number of the arc that is used. Returns 0, or 1 where memory ran out.
 *
 * Nodes are the people, the row of empty seats, the activities (each with at least one seat) and "no place". Arcs are
 * the pairs, then one for each node in that order: people to "no place", empty seats to "no place" (at no cost), empty
 * seats to each activity. */
int cheapest(int32_t people, int32_t activities, int32_t pairs, const int32_t *row, const int32_t *column,
             const int64_t *cost, const int64_t *seats, int64_t block, int64_t *chosen) {
    int32_t rows = people + 1, root = rows + activities;
    int64_t arcs = (int64_t)pairs + root, next = 0, reduced, arc;
    Node *nodes = malloc(sizeof(Node) * ((size_t)root + 1));
    if (!nodes) return 1;
    plant(nodes, people, activities, pairs, cost, seats);
    while ((arc = best_arc(nodes, arcs, row, column, cost, block, &next, &reduced)) >= 0) {
        Cycle cycle = around(nodes, row[arc], column[arc], rows);
        push(nodes, &cycle, rows);
        int32_t below = cycle.on_row_side ? cycle.row : cycle.column;
        int32_t above = cycle.on_row_side ? cycle.column : cycle.row;
        rehang(nodes, &cycle, below, above, (int32_t)arc, cost, rows);
        settle(nodes, below, cycle.on_row_side ? -reduced : reduced, rows);
    }
    for (int32_t at = 0; at < root; at++) {
        int32_t who = at < rows ? at : nodes[at].parent;
        if (who < people && nodes[at].flow) chosen[who] = nodes[at].arc;
    }
    free(nodes);
    return 0;
}
