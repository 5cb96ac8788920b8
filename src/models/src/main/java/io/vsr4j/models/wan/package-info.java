/** Wan 2.1 and 2.2: open video generation models, whose parts restore videos here. */
package io.vsr4j.models.wan;
