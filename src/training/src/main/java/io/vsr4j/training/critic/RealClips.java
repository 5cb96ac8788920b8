package io.vsr4j.training.critic;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes the kinds of clips that a critic needs, besides the student's own, of a video and of pictures. */
public final class RealClips {
    /** Frames that can come in disorder. */
    public static final int FEWEST = 3;

    private RealClips() {}

    /**
     * Makes one clip of each kind.
     *
     * @param video {@code [T, 3, H, W]}, consecutive frames, T at least 3
     * @param pictures {@code [1 + T, 3, H, W]}, unrelated to each other
     * @param random gives the disorder
     * @return {@code [T, 3, H, W]} of each kind but {@link ClipKind#STUDENT}, owned by the owner of their frames
     * @throws IllegalArgumentException if the clip is too short to be disordered, or pictures are missing
     */
    public static Map<ClipKind, NDArray> of(NDArray video, NDArray pictures, Random random) {
        int frames = (int) video.getShape().get(0);
        if (frames < FEWEST || pictures.getShape().get(0) != frames + 1) {
            throw new IllegalArgumentException("a critic learns from clips of at least " + FEWEST
                    + " frames and from one more picture than frames, got " + frames + " frames and "
                    + pictures.getShape().get(0) + " pictures");
        }
        NDList photos = pictures.split(frames + 1L);
        Map<ClipKind, NDArray> clips = new EnumMap<>(ClipKind.class);
        clips.put(ClipKind.VIDEO, video);
        clips.put(ClipKind.SHUFFLED, inOrder(video.split(frames), disorder(frames, random)));
        clips.put(ClipKind.STILL, inOrder(photos, Collections.nCopies(frames, 0)));
        clips.put(
                ClipKind.UNRELATED,
                inOrder(photos, IntStream.rangeClosed(1, frames).boxed().toList()));
        return clips;
    }

    private static NDArray inOrder(NDList frames, List<Integer> order) {
        return NDArrays.concat(new NDList(order.stream().map(frames::get).toList()));
    }

    /** An order that breaks the motion: neither forwards nor backwards, in which a video is steady too. */
    static List<Integer> disorder(int frames, Random random) {
        List<Integer> forwards = IntStream.range(0, frames).boxed().toList();
        List<Integer> backwards = new ArrayList<>(forwards);
        Collections.reverse(backwards);
        List<Integer> order = new ArrayList<>(forwards);
        // Not in the paper, whose clips of 25 frames do not come out in order by chance.
        while (order.equals(forwards) || order.equals(backwards)) {
            Collections.shuffle(order, random);
        }
        return order;
    }
}
