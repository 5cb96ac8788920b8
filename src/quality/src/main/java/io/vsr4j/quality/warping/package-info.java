/** How steady a video is: what moves is followed, and must stay as it was. */
package io.vsr4j.quality.warping;
