/** The sizes in which networks have been published. */
package io.vsr4j.models.published;
