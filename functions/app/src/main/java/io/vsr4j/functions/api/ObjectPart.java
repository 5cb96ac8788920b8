package io.vsr4j.functions.api;

import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.functions.store.StoredObject;

/**
 * A part of an object, as the body of an answer.
 *
 * @param store its bucket
 * @param object what is said of it
 * @param from first byte
 * @param length number of bytes
 */
record ObjectPart(ObjectStore store, StoredObject object, long from, long length) {}
