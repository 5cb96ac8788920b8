package io.vsr4j.upscale;

import io.vsr4j.media.VideoInfo;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.Tiling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Picks windows and tiles that fit the memory. What is given up first: whole frames, for tiles down to the least that is
 * worth its overlap; then the length of windows.
 */
final class GridChoice {
    /** Smallest side of a tile, in source pixels, that is worth its overlap. */
    private static final int LEAST_TILE = 32;

    private final UpscaleSettings.Grid wished;
    private final ModelCard card;
    private final WindowRule rule;
    private final MemoryBudget budget;
    private final int side;
    private final int frames;

    /**
     * What was picked.
     *
     * @param window frames in a window
     * @param overlap frames that neighbours share
     * @param tile side of a tile, 0 for whole frames
     */
    record Picked(int window, int overlap, int tile) {}

    GridChoice(UpscaleSettings.Grid wished, ModelCard card, int scale, VideoInfo video) {
        this.wished = wished;
        this.card = card;
        this.rule = new WindowRule(card);
        this.budget = new MemoryBudget(card, scale, video.width(), video.height());
        this.side = Math.max(video.width(), video.height());
        this.frames = video.frames().count();
    }

    /**
     * Picks the longest windows, and the largest frames in them, that fit. What is asked for is taken as it is, a tile
     * without a look at the memory.
     *
     * @param bytes that a window may take
     * @return what was picked, if anything fits
     * @throws InvalidRequestException if what is asked for cannot be
     */
    Optional<Picked> within(long bytes) {
        int window = firstWindow();
        OptionalInt tile = wished.tile().isPresent() ? OptionalInt.of(wishedTile()) : tile(window, bytes);
        while (tile.isEmpty()) {
            OptionalInt shorter = shorter(window);
            if (shorter.isEmpty()) {
                return Optional.empty();
            }
            window = shorter.getAsInt();
            tile = tile(window, bytes);
        }
        return Optional.of(new Picked(window, overlap(window), tile.getAsInt()));
    }

    /** {@return bytes that a window takes at the least} */
    long least() {
        int window = firstWindow();
        for (OptionalInt next = shorter(window); next.isPresent(); next = shorter(window)) {
            window = next.getAsInt();
        }
        List<Integer> tiles = tiles();
        return bytes(window, tiles.get(tiles.size() - 1));
    }

    private int firstWindow() {
        int window = wished.window().orElse(card.windowFrames());
        if (!card.frames().accepts(window)) {
            throw new InvalidRequestException("--window must be a number of frames that model '" + card.id()
                    + "' takes (" + card.frames() + " frames), got " + window);
        }
        rule.check(window, overlap(window), frames);
        return window;
    }

    private int overlap(int window) {
        return wished.overlap().orElse(rule.overlap(window).orElse(0));
    }

    private OptionalInt shorter(int window) {
        return wished.window().isPresent() || wished.overlap().isPresent() ? OptionalInt.empty() : rule.shorter(window);
    }

    private int wishedTile() {
        int tile = wished.tile().getAsInt();
        if (tile != 0 && tile < LEAST_TILE) {
            throw new InvalidRequestException(
                    "--tile must be 0 (none) or at least " + LEAST_TILE + " source pixels, got " + tile);
        }
        if (tile != 0 && card.tiling() == Tiling.INTERNAL) {
            throw new InvalidRequestException(
                    "model '" + card.id() + "' tiles by itself; leave --tile out (got " + tile + ")");
        }
        return tile >= side ? 0 : tile;
    }

    private OptionalInt tile(int window, long bytes) {
        return tiles().stream()
                .mapToInt(Integer::intValue)
                .filter(tile -> bytes(window, tile) <= bytes)
                .findFirst();
    }

    private long bytes(int window, int tile) {
        return budget.bytes(Math.min(window, frames), tile);
    }

    /** Sides of tiles from the whole frame, 0, down. */
    private List<Integer> tiles() {
        List<Integer> tiles = new ArrayList<>(List.of(0));
        int least = Math.max(LEAST_TILE, 4 * card.spatialReach());
        int multiple = card.spatialMultiple();
        for (int tile = Math.max(side / 2, least);
                tile >= least && card.tiling() != Tiling.INTERNAL;
                tile = tile * 3 / 4) {
            tiles.add(Math.max(tile / multiple * multiple, multiple));
        }
        return tiles;
    }
}
