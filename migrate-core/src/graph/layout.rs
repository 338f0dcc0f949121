//! Where boxes stand. What is referred to comes first, in columns of its own; what nothing leads to and
//! from fills a grid behind them.

use super::{Flow, Graph};

/// Where a box stands and how large it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Place {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The room between boxes, along the lines and across them.
const ALONG: f64 = 70.0;
const ACROSS: f64 = 24.0;
const MARGIN: f64 = 20.0;

/// Puts boxes of these sizes somewhere. Returns the places, and the size of it all.
pub(super) fn places(graph: &Graph, sizes: &[(f64, f64)]) -> (Vec<Place>, (f64, f64)) {
    let down = graph.flow == Flow::Down;
    // Everything below is about pictures that read to the right.
    let turned = |(width, height): (f64, f64)| if down { (height, width) } else { (width, height) };
    let sizes: Vec<(f64, f64)> = sizes.iter().map(|size| turned(*size)).collect();
    let mut places: Vec<Place> =
        sizes.iter().map(|&(width, height)| Place { x: 0.0, y: 0.0, width, height }).collect();
    let limit = limit(&sizes, down);
    let mut x = MARGIN;
    let mut extent: f64 = 0.0;
    for layer in layers(graph) {
        for column in columns(&layer, &sizes, limit) {
            let mut y = MARGIN;
            for &at in &column {
                (places[at].x, places[at].y) = (x, y);
                y += sizes[at].1 + ACROSS;
            }
            extent = extent.max(y - ACROSS);
            x += column.iter().map(|at| sizes[*at].0).fold(0.0, f64::max) + gap(down);
        }
    }
    let size = (x - gap(down) + MARGIN, extent + MARGIN);
    if down {
        for place in &mut places {
            let Place { x, y, width, height } = *place;
            *place = Place { x: y, y: x, width: height, height: width };
        }
    }
    (places, turned(size))
}

fn gap(down: bool) -> f64 {
    if down { ALONG / 2.0 } else { ALONG }
}

/// How long a column may get, so that the whole is about half as wide again as it is high. A chain of
/// migrations is as long as it is.
fn limit(sizes: &[(f64, f64)], down: bool) -> f64 {
    if down {
        return f64::INFINITY;
    }
    let area: f64 = sizes.iter().map(|(width, height)| (width + ALONG) * (height + ACROSS)).sum();
    (area / 1.5).sqrt().max(360.0)
}

/// The boxes by how far they are from those that refer to nothing, and last those without any line.
fn layers(graph: &Graph) -> Vec<Vec<usize>> {
    let count = graph.nodes.len();
    let linked = |at: usize| {
        graph.links.iter().any(|link| link.from != link.to && (link.from == at || link.to == at))
    };
    let (connected, alone): (Vec<usize>, Vec<usize>) = (0..count).partition(|at| linked(*at));
    let mut depth = vec![0_usize; count];
    // References may go round; as many rounds as there are boxes reach the end of any that does not.
    for _ in 0..connected.len() {
        let mut moved = false;
        for link in graph.links.iter().filter(|link| link.from != link.to) {
            let wanted = depth[link.to] + 1;
            if depth[link.from] < wanted && wanted < connected.len() {
                depth[link.from] = wanted;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let deepest = connected.iter().map(|at| depth[*at]).max().unwrap_or_default();
    let mut layers: Vec<Vec<usize>> = vec![Vec::new(); deepest + 1];
    for at in connected {
        layers[depth[at]].push(at);
    }
    layers.retain(|layer| !layer.is_empty());
    straighten(graph, &mut layers);
    layers.push(alone);
    layers
}

/// Orders each layer by where the boxes stand that it refers to, so that fewer lines cross.
fn straighten(graph: &Graph, layers: &mut [Vec<usize>]) {
    let mut rank = vec![0.0_f64; graph.nodes.len()];
    for layer in layers {
        let wish = |at: usize| {
            let to = graph.links.iter().filter(|link| link.from == at && link.to != at);
            let (sum, count) =
                to.fold((0.0, 0.0), |(sum, count), link| (sum + rank[link.to], count + 1.0));
            if count > 0.0 { sum / count } else { 0.0 }
        };
        let mut wishes: Vec<(f64, usize)> = layer.iter().map(|at| (wish(*at), *at)).collect();
        wishes.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        *layer = wishes.into_iter().map(|(_, at)| at).collect();
        let mut next = 0.0;
        for at in layer {
            rank[*at] = next;
            next += 1.0;
        }
    }
}

/// A layer as columns that are not too long.
fn columns(layer: &[usize], sizes: &[(f64, f64)], limit: f64) -> Vec<Vec<usize>> {
    let mut columns: Vec<Vec<usize>> = Vec::new();
    let mut height = 0.0;
    for &at in layer {
        if columns.is_empty() || height + sizes[at].1 > limit {
            columns.push(Vec::new());
            height = 0.0;
        }
        height += sizes[at].1 + ACROSS;
        if let Some(last) = columns.last_mut() {
            last.push(at);
        }
    }
    columns
}
